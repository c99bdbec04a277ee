/** Words of the server for an island, by key; values in braces are filled in. */
export type Words = (key: string, values?: Record<string, string | number>) => string;

const language = document.documentElement.lang || "de";
const plural = new Intl.PluralRules(language);

/** The words that an element brings along in `data-words`. */
export function wordsOf(element: HTMLElement): Words {
  const words = JSON.parse(element.dataset.words ?? "{}") as Record<string, string>;
  return (key, values = {}) =>
    (words[key] ?? `⟦${key}⟧`).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** A sentence with a count: `key-one` or `key-other`. */
export function counted(words: Words, key: string, count: number): string {
  return words(`${key}-${plural.select(count) === "one" ? "one" : "other"}`, { count: number(count) });
}

/** A number as people of this language write it. */
export function number(value: number, digits = 0): string {
  return value.toLocaleString(language, { maximumFractionDigits: digits });
}

/** A day such as 22.11.2026. */
export function day(date: Date): string {
  const month = language === "de" ? "2-digit" : "short";
  const format = { day: language === "de" ? "2-digit" : "numeric", month, year: "numeric", timeZone: "UTC" } as const;
  return date.toLocaleDateString(language === "de" ? "de-DE" : "en-GB", format);
}
