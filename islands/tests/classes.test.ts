import assert from "node:assert/strict";
import { test } from "node:test";

import { classBounds, classColours, COLOURS, colourOf, naturalBounds } from "../src/lage/classes";

test("classes begin with round numbers and end with the largest count", () => {
  assert.deepEqual(classBounds(1), [1]);
  assert.deepEqual(classBounds(7), [1, 2, 5]);
  assert.deepEqual(classBounds(60), [1, 2, 5, 10, 20, 50]);
});

test("there are never more classes than colours, however large the counts", () => {
  for (const most of [0, 1, 9, 99, 1_000, 60_000, 1_000_000]) {
    const bounds = classBounds(most);
    assert.ok(bounds.length >= 1 && bounds.length <= COLOURS, `${most}: ${bounds.join()}`);
    assert.deepEqual(bounds, [...new Set(bounds)].sort((a, b) => a - b));
    const colours = classColours(bounds);
    assert.ok(colours.every((colour) => colour >= 1 && colour <= COLOURS));
    assert.deepEqual(colours, [...new Set(colours)].sort((a, b) => a - b));
  }
});

test("a report more changes no class as long as it stays below the next round number", () => {
  assert.deepEqual(classBounds(51), classBounds(99));
});

test("a count has the colour of the class in which it lies", () => {
  const bounds = classBounds(60);
  const colours = classColours(bounds);
  assert.equal(colourOf(1, bounds, colours), colours[0]);
  assert.equal(colourOf(4, bounds, colours), colours[1]);
  assert.equal(colourOf(60, bounds, colours), colours.at(-1));
});

test("few reports are never drawn in the darkest colour", () => {
  const bounds = classBounds(2);
  assert.ok(colourOf(2, bounds, classColours(bounds)) < COLOURS);
});

test("natural breaks keep alike together and set apart what stands out", () => {
  assert.deepEqual(naturalBounds([216, 345, 1575, 214, 253, 380, 247]), [210, 240, 340, 380, 1500]);
  assert.deepEqual(naturalBounds([5, 5, 5]), [5]);
  assert.deepEqual(naturalBounds([0, 0]), []);
  assert.deepEqual(naturalBounds([]), []);
});
