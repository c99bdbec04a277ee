import { find, make } from "../shared/dom";
import { counted, number, type Words } from "../shared/words";

/** What the map shows now. */
export interface Shown {
  what: "cells" | "areas" | "points";
  /** Size of a cell in square kilometres. */
  size?: number;
  bounds: number[];
  colours: number[];
  /** Reports that stand in no cell or area. */
  unplaced: number;
}

/** Writes the legend: what is counted, the classes or the shapes, and what the map leaves out. */
export function writeLegend(words: Words, shown: Shown): void {
  const head = find("legend-head");
  const scale = find("legend-scale");
  const shapes = find("legend-shapes");
  const unplaced = find("legend-unplaced");
  if (!head || !scale || !shapes || !unplaced) return;
  const size = number(shown.size ?? 0, (shown.size ?? 0) < 1 ? 1 : 0);
  head.textContent = words(`map-${shown.what}-head`, { size });
  scale.replaceChildren(
    ...shown.bounds.map((bound, i) => {
      const item = make("li", "", number(bound));
      item.dataset.class = String(shown.colours[i]);
      return item;
    }),
  );
  scale.hidden = shown.what === "points" || shown.bounds.length === 0 || shown.colours.length === 0;
  shapes.hidden = shown.what !== "points";
  unplaced.textContent = shown.unplaced > 0 ? counted(words, "map-unplaced", shown.unplaced) : "";
}
