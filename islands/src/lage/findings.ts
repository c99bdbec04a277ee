/** What the nights' searches found: outlines on the map, and the sentences that go with them in the legend. */
import { cellsToMultiPolygon } from "h3-js";

import { find } from "../shared/dom";
import { number } from "../shared/words";

export interface Findings {
  items: { id: string; sentence: string; state: string; area: { cells: string[] } }[];
}

/** Those that are still there. */
function present({ items }: Findings): Findings["items"] {
  return items.filter(({ state }) => state !== "gone");
}

/** The outlines of their cells; what a partner told of a whole quarter has none. */
export function outlines(answer: Findings): GeoJSON.FeatureCollection {
  const features = present(answer)
    .filter(({ area }) => area.cells.length > 0)
    .map(({ area }) => ({
      type: "Feature" as const,
      properties: {},
      geometry: { type: "MultiPolygon" as const, coordinates: cellsToMultiPolygon(area.cells, true) },
    }));
  return { type: "FeatureCollection", features };
}

/** Writes the sentences, each leading to its finding. */
export function listFindings(answer: Findings): void {
  const place = find("legend-findings");
  const list = place?.querySelector("ul");
  const count = place?.querySelector("[data-count]");
  if (!place || !list || !count) return;
  const found = present(answer);
  count.textContent = number(found.length);
  list.replaceChildren(
    ...found.map(({ id, sentence }) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = `/befunde/${id}`;
      link.textContent = sentence;
      line.append(link);
      return line;
    }),
  );
  place.hidden = found.length === 0;
}
