/** A part of a picture, in percent of its width and height. */
export interface Part {
  left: number;
  top: number;
  width: number;
  height: number;
}

export const clamp = (value: number): number => Math.min(100, Math.max(0, value));

/** The part between two corners, whichever they are. */
export function partOf([x, y]: [number, number], [toX, toY]: [number, number]): Part {
  return { left: Math.min(x, toX), top: Math.min(y, toY), width: Math.abs(toX - x), height: Math.abs(toY - y) };
}

/** Four numbers as they are typed, with comma or point; nothing if they are no part of a picture. */
export function percent(texts: string[]): Part | undefined {
  const numbers = texts.map((text) => (text.trim() === "" ? Number.NaN : Number(text.trim().replace(",", "."))));
  const [left, top, width, height] = numbers;
  if (left === undefined || top === undefined || width === undefined || height === undefined) return undefined;
  if (!numbers.every((number) => number >= 0 && number <= 100) || width === 0 || height === 0) return undefined;
  return { left, top, width: Math.min(width, 100 - left), height: Math.min(height, 100 - top) };
}

/** A percentage as it is written into a field, with the comma or point of the language; the server reads both. */
export function format(value: number, language: string): string {
  const text = value.toFixed(2).replace(/\.?0+$/, "");
  return language === "de" ? text.replace(".", ",") : text;
}
