/** The start page: filters that apply at once, the map, the brush, the drawer, and news as they come. */
import { find, settled, swap } from "../shared/dom";
import { onNews } from "../shared/events";
import { aborted, fetchPage, SignedOut } from "../shared/fetch";
import { whereAmI } from "../shared/place";
import { say } from "../shared/status";
import { wordsOf } from "../shared/words";
import { chosen, filter, goTo, keepView, view } from "./address";
import { brush } from "./brush";
import { Drawer } from "./drawer";
import { moveHistogram, showDrawer, watchEdges } from "./edges";
import { chooseArea, choosePeriod, updateFilters, watchFilters } from "./filters";
import type { PictureMap } from "./map";

const main = find("main");
const words = wordsOf(main ?? document.body);
let map: PictureMap | null = null;
let refreshing: AbortController | null = null;

const drawer = new Drawer(words, () => map?.choose({ cell: chosen().cell, report: chosen().report }));

/** Parts of the page that are exchanged as they are. */
const PARTS = ["lage-count", "lage-tables", "lage-table-link", "switch-language", "switch-dark", "switch-light"];

/** Loads the page of the address and exchanges what changed; the map asks for its numbers at the same time. */
async function refresh(news = false): Promise<void> {
  refreshing?.abort();
  const mine = (refreshing = new AbortController());
  main?.setAttribute("aria-busy", "true");
  const numbers = map?.load(news);
  try {
    const page = await fetchPage(location.href, mine.signal);
    if (!swap("lage-count", page)) return location.reload();
    for (const part of PARTS.slice(1)) swap(part, page);
    updateFilters(page);
    drawer.update(page, news);
    if (!brushing()) exchangeHistogram(page);
    await numbers;
  } catch (error) {
    if (error instanceof SignedOut) location.reload();
    else if (!aborted(error)) retry();
  } finally {
    if (mine === refreshing) main?.removeAttribute("aria-busy");
  }
}

const retryLater = settled(() => void refresh(true), 4000);
function retry(): void {
  say(words("map-error"), "away");
  retryLater();
}

function apply(address: string): void {
  if (address === location.pathname + location.search) return;
  goTo(address);
  void refresh();
  if (chosen().cell) void drawer.follow();
}

/** Whether somebody holds a handle of the brush: then it is not exchanged under their hand. */
function brushing(): boolean {
  return document.activeElement?.classList.contains("ln-brush__range") === true || find("lage-histogram")?.matches(":active") === true;
}

function exchangeHistogram(page: Document): void {
  if (!swap("lage-histogram", page)) return;
  moveHistogram();
  startBrush();
}

function startBrush(): void {
  brush(words, (from, to) => apply(choosePeriod(from, to)));
}

async function drawMap(): Promise<void> {
  const place = find("lage-map");
  if (!place) return;
  const mapWords = wordsOf(place);
  try {
    const { PictureMap } = await import("./map");
    const page = {
      filter,
      openCell: (cell: string) => {
        drawer.openCell(cell);
        showDrawer();
      },
      openReport: (id: string) => {
        drawer.openReport(id);
        showDrawer();
      },
      openArea: (area: string) => apply(chooseArea(area)),
      moved: settled(keepView, 250),
      failed: retry,
    };
    map = await PictureMap.draw(place, mapWords, page, view());
    map.choose(chosen());
  } catch (error) {
    place.classList.add("ln-map--failed");
    const sorry = document.createElement("p");
    sorry.className = "ln-map__sorry ln-emergency";
    sorry.textContent = mapWords("map-no-webgl");
    place.prepend(sorry);
    place.dataset.idle = "true";
    console.warn(error);
  }
}

async function share(): Promise<void> {
  await copy(location.href);
  say(words("map-copied"), "news");
}

/** Copies a text; over http there is only the old way. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

async function near(): Promise<void> {
  try {
    const { lon, lat } = await whereAmI();
    map?.near(lon, lat);
  } catch {
    say(words("map-location-denied"), "news");
  }
}

document.addEventListener("click", (event) => {
  const target = event.target as HTMLElement;
  if (target.closest("#lage-share")) void share();
  if (target.closest("#lage-near")) void near();
  if (target.closest("#lage-reset") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    const table = new URLSearchParams(location.search).get("ansicht");
    apply(table ? `/?ansicht=${table}` : "/");
  }
});
document.addEventListener("change", ({ target }) => {
  const field = target as HTMLInputElement;
  if (field.name === "layer") map?.setLayer(field.value === "areas" ? "areas" : "cells");
});
addEventListener("popstate", () => {
  void refresh();
  void drawer.follow();
});
onNews((news, event) => {
  event.preventDefault();
  void refresh(true);
  if (news.everything || drawer.concerns([...news.appeared, ...news.changed, ...news.gone])) void drawer.follow();
});

watchFilters(apply);
watchEdges(() => undefined);
startBrush();
void drawMap();
if (chosen().cell || chosen().report) void drawer.follow();
