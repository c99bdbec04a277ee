/** What the nights' searches found, as outlines on the map; its sentences stand beside it. */
import { cellsToMultiPolygon } from "h3-js";

import { find } from "../shared/dom";

export interface Findings {
  items: { state: string; area: { cells: string[] } }[];
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

/** Says in the legend what the outlines are, as long as there are any. */
export function nameOutlines(drawn: GeoJSON.FeatureCollection): void {
  const sign = find("legend-findings");
  if (sign) sign.hidden = drawn.features.length === 0;
}
