/** What the API answers, as features for the map. */
import { cellToBoundary, latLngToCell } from "h3-js";

import { colourOf } from "./classes";
import { HIDDEN, KINDS } from "./shapes";

export interface Cells {
  total: number;
  unplaced: number;
  cells: { cell: string; count: number }[];
}

export interface Areas {
  total: number;
  unplaced: number;
  areas: { area: string; name: string; count: number }[];
}

export interface Points {
  points: { id: string; lon: number; lat: number; kind: string | null; precision: string; own: boolean }[];
  more: boolean;
}

/** Resolutions of H3 of places that were disclosed to about 200 m and 50 m. */
const ROUGH: Record<string, number> = { "200m": 9, "50m": 11 };

/** Cells with the colours of their counts. */
export function cells(answer: Cells, bounds: number[], colours: number[]): GeoJSON.FeatureCollection {
  const features = answer.cells.map(({ cell, count }, id) => ({
    type: "Feature" as const,
    id,
    properties: { cell, count, colour: colourOf(count, bounds, colours) },
    geometry: hexagon(cell),
  }));
  return { type: "FeatureCollection", features };
}

function hexagon(cell: string): GeoJSON.Polygon {
  return { type: "Polygon", coordinates: [cellToBoundary(cell, true)] };
}

/** Reports at the same place and of the same kind are one shape with a number; kinds stand side by side. */
export function points(answer: Points): GeoJSON.FeatureCollection {
  const places = new Map<string, Map<string, Points["points"]>>();
  for (const point of answer.points) {
    const at = `${point.lon},${point.lat},${point.precision}`;
    const kinds = places.get(at) ?? new Map<string, Points["points"]>();
    const kind = point.kind ?? HIDDEN;
    places.set(at, kinds.set(kind, [...(kinds.get(kind) ?? []), point]));
  }
  const features: GeoJSON.Feature[] = [];
  for (const kinds of places.values()) {
    [...kinds].sort(([a], [b]) => order(a) - order(b)).forEach(([kind, reports], i) => {
      const first = reports[0];
      if (!first) return;
      const shift = (i - (kinds.size - 1) / 2) * (reports.length > 1 || kinds.size > 1 ? 30 : 0);
      const exact = first.precision === "exact";
      features.push({
        type: "Feature",
        id: features.length,
        properties: {
          ids: reports.map((report) => report.id).join(" "),
          count: reports.length,
          image: exact ? kind : `${kind}-rough`,
          offset: [shift, 0],
          text: [shift / 13 + 0.65, 0],
          // A list of exactly these: exact places by the finest cell that tells neighbours apart.
          group: latLngToCell(first.lat, first.lon, ROUGH[first.precision] ?? 11),
        },
        geometry: { type: "Point", coordinates: [first.lon, first.lat] },
      });
    });
  }
  return { type: "FeatureCollection", features };
}

function order(kind: string): number {
  return KINDS.findIndex((known) => known === kind);
}

/** The cells within which reports without an exact place lie. */
export function roughCells(answer: Points): GeoJSON.FeatureCollection {
  const cells = new Set<string>();
  for (const { lat, lon, precision } of answer.points) {
    const resolution = ROUGH[precision];
    if (resolution !== undefined) cells.add(latLngToCell(lat, lon, resolution));
  }
  const features = [...cells].map((cell) => ({ type: "Feature" as const, properties: {}, geometry: hexagon(cell) }));
  return { type: "FeatureCollection", features };
}
