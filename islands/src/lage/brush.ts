/** The histogram as a brush: two handles for fingers and keys, and a stretch to draw with the mouse. */
import { find, make, settled } from "../shared/dom";
import { day, type Words } from "../shared/words";

const DAY = 86_400_000;

/** Makes the histogram that stands there now a brush; `choose` gets first and last day, empty for an open end. */
export function brush(words: Words, choose: (from: string, to: string) => void): void {
  const figure = find("lage-histogram");
  const place = figure?.querySelector<HTMLElement>(".ln-brush");
  const bars = [...(figure?.querySelectorAll<SVGRectElement>(".ln-bar") ?? [])];
  if (!figure?.dataset.start || !place || bars.length === 0) return;
  const start = Date.parse(figure.dataset.start);
  const days = Number(figure.dataset.days);
  /** The day that begins at an edge between bars. */
  const edge = (at: number) => new Date(start + at * days * DAY);
  const iso = (date: Date) => date.toISOString().slice(0, 10);

  const chosen = bars.map((bar) => bar.classList.contains("ln-bar--chosen"));
  let [from, to] = [Math.max(0, chosen.indexOf(true)), chosen.lastIndexOf(true) + 1 || bars.length];
  const handles = (["from", "to"] as const).map((which) => {
    const handle = make("input", "ln-brush__range");
    Object.assign(handle, { type: "range", min: "0", max: String(bars.length), step: "1" });
    handle.setAttribute("aria-label", words(`map-range-${which}`));
    return handle;
  });
  const [first, last] = handles as [HTMLInputElement, HTMLInputElement];

  const show = () => {
    first.value = String(from);
    last.value = String(to);
    first.setAttribute("aria-valuetext", day(edge(from)));
    last.setAttribute("aria-valuetext", day(new Date(edge(to).getTime() - DAY)));
    bars.forEach((bar, i) => bar.classList.toggle("ln-bar--chosen", i >= from && i < to));
  };
  const commit = () => {
    const [open, till] = [from === 0, to === bars.length];
    choose(open ? "" : iso(edge(from)), till ? "" : iso(new Date(edge(to).getTime() - DAY)));
  };
  const commitSoon = settled(commit, 350);

  first.addEventListener("input", () => {
    from = Math.min(Number(first.value), to - 1);
    show();
    commitSoon();
  });
  last.addEventListener("input", () => {
    to = Math.max(Number(last.value), from + 1);
    show();
    commitSoon();
  });

  place.addEventListener("pointerdown", (down) => {
    if (down.button !== 0 || handles.includes(down.target as HTMLInputElement)) return;
    const box = place.getBoundingClientRect();
    const at = (x: number) => Math.min(bars.length - 1, Math.max(0, Math.floor(((x - box.left) / box.width) * bars.length)));
    const anchor = at(down.clientX);
    const draw = (x: number) => {
      [from, to] = [Math.min(anchor, at(x)), Math.max(anchor, at(x)) + 1];
      show();
    };
    const move = (event: PointerEvent) => draw(event.clientX);
    const end = (event: PointerEvent) => {
      place.removeEventListener("pointermove", move);
      if (event.type === "pointerup") commit();
    };
    draw(down.clientX);
    place.setPointerCapture(down.pointerId);
    place.addEventListener("pointermove", move);
    place.addEventListener("pointerup", end, { once: true });
    place.addEventListener("pointercancel", end, { once: true });
    down.preventDefault();
  });

  place.append(first, last);
  show();
}
