import assert from "node:assert/strict";
import { test } from "node:test";

import { cells, points, roughCells } from "../src/lage/features";

const report = (id: string, kind: string, precision = "exact", lon = 7.82, lat = 51.68) => ({ id, kind, precision, lon, lat, own: false });

test("reports at one place are one shape of each kind, with their number", () => {
  const answer = { more: false, points: [report("a", "security"), report("b", "public"), report("c", "public")] };
  const found = points(answer).features.map(({ properties }) => [properties?.image, properties?.count, properties?.ids]);
  assert.deepEqual(found, [["public", 2, "b c"], ["security", 1, "a"]]);
});

test("kinds at one place stand side by side, a single report in the middle", () => {
  const two = points({ more: false, points: [report("a", "public"), report("b", "security")] }).features;
  assert.deepEqual(two.map(({ properties }) => properties?.offset), [[-15, 0], [15, 0]]);
  const one = points({ more: false, points: [report("a", "public")] }).features;
  assert.deepEqual(one.map(({ properties }) => properties?.offset), [[0, 0]]);
});

test("a place that was disclosed roughly is drawn hollow, within its cell, and apart from an exact one", () => {
  const answer = { more: false, points: [report("a", "public"), report("b", "public", "200m")] };
  assert.deepEqual(points(answer).features.map(({ properties }) => properties?.image), ["public", "public-rough"]);
  assert.equal(roughCells(answer).features.length, 1);
});

test("a cell is a closed ring of longitudes and latitudes", () => {
  const [cell] = cells({ total: 3, unplaced: 0, cells: [{ cell: "881f121155fffff", count: 3 }] }, [1, 2], [1, 3]).features;
  assert.equal(cell?.properties?.colour, 3);
  assert.equal(cell?.geometry.type, "Polygon");
  const ring = cell?.geometry.type === "Polygon" ? (cell.geometry.coordinates[0] ?? []) : [];
  assert.deepEqual(ring[0], ring.at(-1));
  assert.ok(ring.every(([lon = 0, lat = 0]) => lon > 7.6 && lon < 8.1 && lat > 51.5 && lat < 51.8));
});
