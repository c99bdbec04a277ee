/** What one island tells the others; all on `document`. */
export interface News {
  /** Reports that appeared, changed or are gone since the last time; empty if everything may have changed. */
  appeared: string[];
  changed: string[];
  gone: string[];
  everything: boolean;
  /** Something moved that waits for the viewer, or for which the viewer waits. */
  waiting: boolean;
}

/** Something changed for the viewer. Whoever refreshes the page by itself prevents the default. */
export const NEWS = "lagenetz:news";
/** Light became dark, or the other way round. */
export const THEME = "lagenetz:theme";

export function onNews(act: (news: News, event: Event) => void): void {
  document.addEventListener(NEWS, (event) => act((event as CustomEvent<News>).detail, event));
}
