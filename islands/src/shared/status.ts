/** The quiet line in the head of the page. */
import { find, settled } from "./dom";

const clear = settled(() => {
  const line = find("live");
  if (line) line.textContent = line.className = "";
  line?.classList.add("ln-live");
}, 8000);

/** Says something for a while: plain words, news, or that the connection is away (which stays). */
export function say(text: string, how: "plain" | "news" | "away" = "plain"): void {
  const line = find("live");
  if (!line) return;
  line.className = how === "plain" ? "ln-live" : `ln-live ln-live--${how}`;
  line.textContent = text;
  if (how !== "away") clear();
}
