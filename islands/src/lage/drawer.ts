/** The drawer beside the map: the newest reports, those of a cell, or one report. */
import { find, make } from "../shared/dom";
import { aborted, fetchPage } from "../shared/fetch";
import { say } from "../shared/status";
import type { Words } from "../shared/words";
import { chosen, filter, goTo, step, withValues } from "./address";

export class Drawer {
  private loading: AbortController | null = null;
  /** The newest reports, kept while the drawer shows something else. */
  private newest: Element | null = find("lage-list");

  constructor(
    private readonly words: Words,
    /** Called after the drawer shows something else. */
    private readonly shows: () => void,
  ) {
    find("drawer")?.addEventListener("click", (event) => this.click(event));
  }

  openCell(cell: string): void {
    goTo(withValues({ zelle: cell, meldung: null }));
    void this.follow(true);
  }

  openReport(id: string): void {
    goTo(withValues({ meldung: id }));
    void this.follow(true);
  }

  /** Shows what the address asks for; moves the focus there if somebody asked for it. */
  async follow(focus = false): Promise<void> {
    const { cell, report } = chosen();
    this.loading?.abort();
    if (!cell && !report) {
      if (this.newest) this.put(this.newest, false);
      return this.shows();
    }
    const loading = (this.loading = new AbortController());
    const query = new URLSearchParams(report ? "" : filter());
    query.set("fragment", "1");
    const path = report ? `/meldungen/${encodeURIComponent(report)}` : `/lage/zelle/${encodeURIComponent(cell ?? "")}`;
    find("drawer")?.setAttribute("aria-busy", "true");
    try {
      const answer = await fetchPage(`${path}?${query.toString()}`, loading.signal);
      this.put(answer.getElementById("lage-list") ?? refusal(answer), true);
      if (focus) find("drawer")?.focus({ preventScroll: true });
      this.shows();
    } catch (error) {
      if (!aborted(error)) say(this.words("map-error"), "away");
    } finally {
      if (loading === this.loading) find("drawer")?.removeAttribute("aria-busy");
    }
  }

  /** Takes the newest reports of a page that was just loaded, and marks those that were not there before. */
  update(page: Document, mark: boolean): void {
    const fresh = page.getElementById("lage-list");
    if (!fresh) return;
    const list = document.importNode(fresh, true);
    if (mark) {
      const before = new Set([...(this.newest?.querySelectorAll<HTMLElement>("[data-report]") ?? [])].map((row) => row.dataset.report));
      for (const row of list.querySelectorAll<HTMLElement>("[data-report]")) {
        row.classList.toggle("ln-row--new", !before.has(row.dataset.report));
      }
    }
    const shown = this.newest?.isConnected;
    const old = this.newest;
    this.newest = list;
    if (shown && old) {
      const focused = old.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
      old.replaceWith(list);
      if (focused) list.querySelector<HTMLElement>(`[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
  }

  /** Whether the drawer shows this report, or a list in which any report may stand. */
  concerns(reports: string[]): boolean {
    const { cell, report } = chosen();
    return report ? reports.includes(report) : cell !== null;
  }

  private put(content: Element, back: boolean): void {
    const drawer = find("drawer");
    if (!drawer) return;
    const shown = drawer.querySelector("#lage-list");
    drawer.querySelector(".ln-drawer__back")?.remove();
    if (shown !== content) shown?.replaceWith(content.ownerDocument === document ? content : document.importNode(content, true));
    if (back) {
      const button = make("button", "ln-link", this.words("drawer-back"));
      button.type = "button";
      button.dataset.back = "";
      drawer.querySelector("#lage-list")?.before(make("div", "ln-drawer__back", button));
      drawer.scrollTop = 0;
    }
  }

  private click(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    if (target.closest("[data-back]")) return this.back();
    const row = target.closest<HTMLElement>("a.ln-row__title")?.closest<HTMLElement>("[data-report]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!row?.dataset.report || !plain) return;
    event.preventDefault();
    this.openReport(row.dataset.report);
  }

  back(): void {
    if (step() > 0) return history.back();
    goTo(withValues({ zelle: null, meldung: null }));
    void this.follow();
  }
}

/** A page that says why there is nothing, as content of the drawer. */
function refusal(page: Document): Element {
  const main = page.getElementById("main");
  const list = make("div");
  list.id = "lage-list";
  list.append(make("h2", "ln-drawer__title", main?.querySelector("h1")?.textContent ?? ""));
  list.append(make("p", "", main?.querySelector("p")?.textContent ?? ""));
  return list;
}
