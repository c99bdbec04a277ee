/** The layers of the picture on its map, and their colours by day and night. */
import type { ExpressionSpecification, Map as MapLibre } from "maplibre-gl";

import { colour } from "../shared/colours";
import { fill, LARGER } from "../shared/ground";
import { COLOURS } from "./classes";
import { drawShapes } from "./shapes";

/** Layers that somebody can point at, the uppermost first. */
export const TARGETS = ["points", "cells", "areas"];

const HOVERED: ExpressionSpecification = ["case", ["boolean", ["feature-state", "hovered"], false], 1, 0];

/** Lines and their colours. */
const LINES = [
  ["cell-edges", "--ln-land"],
  ["rough", "--ln-edge"],
  ["cells-hovered", "--ln-ink"],
  ["areas-hovered", "--ln-ink"],
  ["cell-frame", "--ln-land"],
  ["cell-chosen", "--ln-blue"],
  ["findings-frame", "--ln-land"],
  ["findings", "--ln-rust"],
] as const;

/** Adds all layers, empty. Colours lie under the lines of the ground, marks over them, names over everything. */
export function addLayers(map: MapLibre): void {
  for (const source of ["cells", "areas", "rough", "points", "findings", "you"]) fill(map, source);
  drawShapes(map);
  map.addLayer({ id: "areas", type: "fill", source: "areas" }, "quarters");
  map.addLayer({ id: "cells", type: "fill", source: "cells", paint: { "fill-antialias": false } }, "quarters");
  map.addLayer({ id: "cell-edges", type: "line", source: "cells", paint: { "line-width": 1.25 } }, "quarters");
  map.addLayer({ id: "rough", type: "line", source: "rough", paint: { "line-dasharray": [3, 2] } }, "city");
  for (const source of ["cells", "areas"]) {
    const paint = { "line-width": 2, "line-opacity": HOVERED };
    map.addLayer({ id: `${source}-hovered`, type: "line", source, paint });
  }
  // What was found stands around its cells and hides none of them.
  map.addLayer({ id: "findings-frame", type: "line", source: "findings", paint: { "line-width": 5, "line-opacity": 0.8 } });
  map.addLayer({ id: "findings", type: "line", source: "findings", paint: { "line-width": 2.5 } });
  // What is chosen is blue; the frame around it keeps it apart from dark cells.
  map.addLayer({ id: "cell-frame", type: "line", source: "cells", paint: { "line-width": 6 } });
  map.addLayer({ id: "cell-chosen", type: "line", source: "cells", paint: { "line-width": 3 } });
  map.addLayer({
    id: "point-chosen",
    type: "circle",
    source: "points",
    paint: { "circle-radius": 13, "circle-opacity": 0.25, "circle-stroke-width": 2 },
  });
  map.addLayer({
    id: "points",
    type: "symbol",
    source: "points",
    layout: {
      "icon-image": ["get", "image"],
      "icon-allow-overlap": true,
      "icon-offset": ["get", "offset"],
      "text-field": ["case", [">", ["get", "count"], 1], ["to-string", ["get", "count"]], ""],
      "text-font": ["Fira Sans SemiBold"],
      "icon-size": LARGER,
      "text-size": 13 * LARGER,
      "text-anchor": "left",
      "text-offset": ["get", "text"],
      "text-allow-overlap": true,
    },
    paint: { "text-halo-width": 1.5 },
  });
  map.addLayer({ id: "you", type: "circle", source: "you", paint: { "circle-radius": 7, "circle-stroke-width": 3 } });
  map.moveLayer("names");
  markChosen(map, {});
  paintLayers(map);
}

/** Marks the cell or the report that the drawer shows. */
export function markChosen(map: MapLibre, what: { cell?: string | null; report?: string | null }): void {
  for (const layer of ["cell-frame", "cell-chosen"]) map.setFilter(layer, ["==", ["get", "cell"], what.cell ?? ""]);
  map.setFilter("point-chosen", ["in", what.report ?? "none", ["get", "ids"]]);
}

/** Gives the layers the colours of day or night. */
export function paintLayers(map: MapLibre): void {
  const scale = Array.from({ length: COLOURS }, (_, i) => colour(`--ln-scale-${i + 1}`));
  const nothing = "rgba(0, 0, 0, 0)";
  const byClass: ExpressionSpecification = ["to-color", ["at", ["get", "colour"], ["literal", [nothing, ...scale]]]];
  for (const layer of ["cells", "areas"]) map.setPaintProperty(layer, "fill-color", byClass);
  for (const [layer, property] of LINES) map.setPaintProperty(layer, "line-color", colour(property));
  map.setPaintProperty("point-chosen", "circle-color", colour("--ln-blue"));
  map.setPaintProperty("point-chosen", "circle-stroke-color", colour("--ln-blue"));
  map.setPaintProperty("points", "text-color", colour("--ln-ink"));
  map.setPaintProperty("points", "text-halo-color", colour("--ln-land"));
  map.setPaintProperty("you", "circle-color", colour("--ln-blue"));
  map.setPaintProperty("you", "circle-stroke-color", colour("--ln-paper"));
  drawShapes(map);
}
