/** The live channel: what changed for the viewer. Bursts become one refresh; nothing is lost over a break. */
import { find, swap } from "../shared/dom";
import { type News, NEWS } from "../shared/events";
import { fetchJson, fetchPage, SignedOut } from "../shared/fetch";
import { say } from "../shared/status";
import { counted, type Words, wordsOf } from "../shared/words";

/** News wait so long for others that belong to the same burst, and so long between two refreshes. */
const GATHER = 50;
const PAUSE = 700;
/** So long after a refresh that failed there is another. */
const RETRY = 4000;
/** So long a tab in the background keeps its connection: browsers have only six of them for a server. */
const HIDDEN = 20_000;

export function news(): void {
  const line = find("live");
  if (line) new Channel(wordsOf(line)).open();
}

class Channel {
  private source: EventSource | null = null;
  private gathered = nothing();
  private urgent = false;
  private notice = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = 0;
  private away = false;
  private missed = false;
  private attempts = 0;

  constructor(private readonly words: Words) {
    let hidden: ReturnType<typeof setTimeout> | undefined;
    document.addEventListener("visibilitychange", () => {
      clearTimeout(hidden);
      if (document.hidden) hidden = setTimeout(() => this.close(), HIDDEN);
      else if (!this.source) this.open();
    });
    addEventListener("offline", () => this.lost());
    addEventListener("online", () => this.reopen(0));
    // A page that the browser kept for the way back has an old state and no connection.
    addEventListener("pagehide", () => this.close());
    addEventListener("pageshow", (event) => event.persisted && this.open());
  }

  open(): void {
    const source = (this.source = new EventSource("/api/v1/events"));
    source.addEventListener("hello", () => this.greeted());
    for (const kind of ["appeared", "changed", "gone"] as const) {
      source.addEventListener(kind, (event) => {
        const { report, urgent } = JSON.parse(event.data as string) as { report: string | null; urgent: boolean };
        if (report) this.gathered[kind].push(report);
        this.urgent ||= urgent && kind === "appeared";
        this.gather();
      });
    }
    source.addEventListener("waiting", (event) => {
      this.gathered.waiting = true;
      this.notice ||= (JSON.parse(event.data as string) as { urgent: boolean }).urgent;
      this.gather();
    });
    source.addEventListener("everything", () => {
      this.gathered.everything = true;
      this.gather();
    });
    source.addEventListener("error", () => {
      this.missed = true;
      this.lost();
      // The browser tries again by itself, unless the server answered that it will not.
      if (source.readyState === EventSource.CLOSED) this.reopen(Math.min(30_000, 1000 * 2 ** this.attempts++));
    });
  }

  private close(): void {
    this.source?.close();
    this.source = null;
    this.missed = true;
  }

  private reopen(after: number): void {
    setTimeout(() => {
      if (this.source?.readyState === EventSource.OPEN) return;
      this.source?.close();
      this.open();
      if (this.attempts > 1) void this.signedOut();
    }, after);
  }

  private greeted(): void {
    if (!this.missed) void this.compare();
    this.attempts = 0;
    if (this.away) say(this.words("live-back"));
    this.away = false;
    if (this.missed) {
      this.missed = false;
      this.gathered.everything = true;
      this.gather();
    }
  }

  /** What came between the page and the connection shows in the number of reports: then the page is refreshed once. */
  private async compare(): Promise<void> {
    const shown = document.querySelector<HTMLElement>("[data-check]");
    if (!shown?.dataset.check) return;
    const { total } = await fetchJson<{ total: number }>(shown.dataset.check).catch(() => ({ total: null }));
    if (total === null || String(total) === shown.dataset.total) return;
    this.gathered.everything = true;
    this.gather();
  }

  /** Says that there is no connection, once it is clear that it does not come back at once. */
  private lost(): void {
    if (this.away) return;
    this.away = true;
    setTimeout(() => this.away && say(this.words("live-away"), "away"), 2000);
  }

  private async signedOut(): Promise<void> {
    try {
      await fetchPage("/konto");
    } catch (error) {
      if (error instanceof SignedOut) say(this.words("live-signed-out"), "away");
    }
  }

  private gather(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => this.tell(), Math.max(GATHER, this.last + PAUSE - performance.now()));
  }

  private tell(): void {
    this.timer = undefined;
    this.last = performance.now();
    const news = this.gathered;
    const text = this.sentence(news);
    [this.gathered, this.urgent, this.notice] = [nothing(), false, false];
    const left = document.dispatchEvent(new CustomEvent(NEWS, { detail: news, cancelable: true }));
    // What waits for the viewer stands in the head, also of pages that refresh all else by themselves.
    if (left || news.waiting) {
      refreshParts(news).catch(() => {
        say(this.words("live-failed"), "away");
        setTimeout(() => this.again(), RETRY);
      });
    }
    if (text) say(text, "news");
  }

  /** After a refresh that failed. */
  private again(): void {
    this.gathered.everything = true;
    this.gather();
  }

  private sentence(news: News): string {
    const parts = (["appeared", "changed", "gone"] as const)
      .filter((kind) => news[kind].length > 0)
      .map((kind) => counted(this.words, `live-${kind}`, new Set(news[kind]).size));
    if (this.urgent && !this.notice) parts.unshift(this.words("live-urgent"));
    if (this.notice) parts.unshift(this.words("live-notice"));
    return parts.join(" · ");
  }
}

function nothing(): News {
  return { appeared: [], changed: [], gone: [], everything: false, waiting: false };
}

/** Exchanges the parts of a page that say they are live: all lists, and a report if it is the one that changed. */
async function refreshParts(news: News): Promise<void> {
  const touched = [...news.appeared, ...news.changed, ...news.gone];
  const live = [...document.querySelectorAll<HTMLElement>("[data-live]")];
  const parts = live.filter(
    ({ dataset }) => !dataset.live || news.everything || news.waiting || touched.includes(dataset.live),
  );
  if (parts.length === 0) return;
  const page = await fetchPage(location.href);
  for (const part of parts) {
    // What is no longer visible leaves nothing behind but the sentence that says so.
    if (!swap(part.id, page) && part.dataset.live) find("main")?.replaceChildren(...(page.getElementById("main")?.childNodes ?? []));
  }
}
