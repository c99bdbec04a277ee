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

/** Lower bounds of about five classes of the same width, for a few areas with counts of one order. */
export function evenBounds(counts: number[]): number[] {
  const [least, most] = [Math.min(...counts), Math.max(1, ...counts)];
  const step = rounds([1, 2, 5], most / 2).findLast((width) => (most - least) / width >= 3) ?? 1;
  const bounds: number[] = [];
  for (let bound = Math.floor(least / step) * step; bound <= most; bound += step) bounds.push(Math.max(1, bound));
  return [...new Set(bounds)].slice(0, COLOURS);
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
