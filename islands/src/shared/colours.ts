import { THEME } from "./events";

/** The colour that a custom property has now, as `rgb(…)`: light or dark is decided by the style sheet. */
export function colour(property: string): string {
  const probe = document.createElement("span");
  probe.hidden = true;
  // With forced colours, too, the map keeps its own: five shades of white say nothing.
  probe.style.setProperty("forced-color-adjust", "none");
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

/** Calls `act` whenever light becomes dark or the other way round: by the device, by hand, or for paper. */
export function onTheme(act: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act);
  document.addEventListener(THEME, act);
  matchMedia("print").addEventListener("change", act);
}
