/** Colours of the scale. */
export const COLOURS = 8;

/**
 * Lower bounds of the classes for counts up to `most`: round numbers that stay the same while counts come in, so that
 * the colours of a cell and the legend do not flicker.
 */
export function classBounds(most: number): number[] {
  const fine = rounds([1, 2, 5], most);
  return fine.length <= COLOURS ? fine : rounds([1, 3], most).slice(0, COLOURS);
}

/** Classes of a few areas. */
const AREA_CLASSES = 5;

/**
 * Lower bounds of classes for a few areas: natural breaks (Jenks 1967), which keep alike together and set apart what
 * stands out; then rounded down, so that the legend can be read.
 */
export function naturalBounds(counts: number[]): number[] {
  const values = counts.filter((count) => count > 0).sort((a, b) => a - b);
  const classes = Math.min(AREA_CLASSES, new Set(values).size);
  if (classes === 0) return [];
  // For each number of classes: the least squared deviation of the first so many values, and where the last class begins.
  let best = values.map((_, end) => ({ cost: deviation(values, 0, end), starts: [0] }));
  for (let n = 2; n <= classes; n++) {
    const fewer = best;
    best = values.map((_, end) => {
      let found = fewer[end] ?? { cost: 0, starts: [0] };
      for (let start = n - 1; start <= end; start++) {
        const before = fewer[start - 1];
        if (!before) continue;
        const cost = before.cost + deviation(values, start, end);
        if (cost < found.cost) found = { cost, starts: [...before.starts, start] };
      }
      return found;
    });
  }
  return [...new Set(best.at(-1)?.starts.map((start) => roundDown(values[start] ?? 0)))];
}

function deviation(values: number[], start: number, end: number): number {
  const some = values.slice(start, end + 1);
  const mean = some.reduce((sum, value) => sum + value, 0) / some.length;
  return some.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** To two digits that count: 1575 becomes 1500, 247 becomes 240. */
function roundDown(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.floor(value / unit) * unit;
}

function rounds(steps: number[], most: number): number[] {
  const bounds: number[] = [];
  for (let power = 1; power <= Math.max(1, most); power *= 10) {
    bounds.push(...steps.map((step) => step * power).filter((bound) => bound <= Math.max(1, most)));
  }
  return bounds;
}

/** The colour of each class, 1 to 8: few classes leave the darkest out, because two reports are not much anywhere. */
export function classColours(bounds: number[]): number[] {
  const last = Math.min(COLOURS, bounds.length + 3);
  return bounds.map((_, i) => (bounds.length === 1 ? 3 : 1 + Math.round((i * (last - 1)) / (bounds.length - 1))));
}

/** The colour of a count. */
export function colourOf(count: number, bounds: number[], colours: number[]): number {
  const found = bounds.findLastIndex((bound) => count >= bound);
  return colours[Math.max(0, found)] ?? 1;
}
