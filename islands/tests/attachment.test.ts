import assert from "node:assert/strict";
import { test } from "node:test";

import { clamp, format, partOf, percent } from "../src/attachment/part";

test("a part lies between two corners, in whichever direction it is drawn", () => {
  assert.deepEqual(partOf([30, 40], [10, 60]), { left: 10, top: 40, width: 20, height: 20 });
  assert.equal(clamp(-3), 0);
  assert.equal(clamp(130), 100);
});

test("typed numbers are a part only within the picture", () => {
  assert.deepEqual(percent(["10", "20,5", "30.25", "100"]), { left: 10, top: 20.5, width: 30.25, height: 79.5 });
  for (const wrong of [["", "", "", ""], ["1", "1", "0", "5"], ["x", "1", "1", "1"], ["101", "1", "1", "1"], ["-1", "1", "1", "1"]]) {
    assert.equal(percent(wrong), undefined, wrong.join(" "));
  }
});

test("a percentage is written without needless digits", () => {
  const values = [0, 10, 12.5, 33.333, 99.999];
  assert.deepEqual(values.map((value) => format(value, "en")), ["0", "10", "12.5", "33.33", "100"]);
  assert.deepEqual(values.map((value) => format(value, "de")), ["0", "10", "12,5", "33,33", "100"]);
});
