/** The map of the picture: cells or quarters coloured by their counts, from close up the reports themselves. */
import { getHexagonAreaAvg, UNITS } from "h3-js";
import type { MapGeoJSONFeature, Point } from "maplibre-gl";

import { onTheme } from "../shared/colours";
import { settled } from "../shared/dom";
import { aborted, fetchJson } from "../shared/fetch";
import { collection, drawGround, fill, type Ground, NAME } from "../shared/ground";
import { counted, number, type Words } from "../shared/words";
import { classBounds, classColours, colourOf, naturalBounds } from "./classes";
import { type Areas, cells, type Cells, points, type Points, roughCells } from "./features";
import { type Findings, nameOutlines, outlines } from "./findings";
import { addLayers, markChosen, paintLayers, TARGETS } from "./layers";
import { writeLegend } from "./legend";

/** What the map asks the page to do, and what it asks the page for. */
export interface Page {
  /** The filter as it stands in the address. */
  filter: () => URLSearchParams;
  openCell: (cell: string) => void;
  openReport: (id: string) => void;
  openArea: (area: string) => void;
  /** The map shows something else; nothing for the whole city. */
  moved: (view: View | null) => void;
  failed: () => void;
}

export type Layer = "cells" | "areas";

/** Where the map looks. */
export interface View {
  zoom: number;
  lon: number;
  lat: number;
}

/** From this zoom on reports stand for themselves. */
const POINTS_FROM = 14;
/** Below which zoom which resolution of H3 is shown. */
const RESOLUTIONS: [number, number][] = [[10.1, 7], [12.2, 8]];
/** Finer cells would leave out what was disclosed to about 200 m. */
const FINEST = 9;

export class PictureMap {
  private readonly map: Ground["map"];
  private layer: Layer = "cells";
  private loading: AbortController | null = null;
  private hovered: { source: string; id: number } | null = null;
  /** The address of what the map shows, so that nothing is fetched twice. */
  private shown = "";

  private constructor(
    private readonly ground: Ground,
    private readonly words: Words,
    private readonly page: Page,
    private readonly tip: HTMLElement,
  ) {
    this.map = ground.map;
  }

  /** Draws the map into `place`, at a view if the address has one. */
  static async draw(place: HTMLElement, words: Words, page: Page, view: View | null): Promise<PictureMap> {
    const ground = await drawGround(place, words("map-label"));
    const tip = document.createElement("div");
    tip.className = "ln-map__tip";
    tip.hidden = true;
    const cross = document.createElement("div");
    cross.className = "ln-map__cross";
    place.append(tip, cross);
    const made = new PictureMap(ground, words, page, tip);
    if (view) ground.map.jumpTo({ zoom: view.zoom, center: [view.lon, view.lat] });
    addLayers(ground.map);
    onTheme(() => paintLayers(ground.map));
    made.listen();
    void made.loadFindings();
    await made.load(true);
    return made;
  }

  /** Loads what the filter and the view ask for; nothing if that is shown already, unless `again`. */
  async load(again = false): Promise<void> {
    const filter = this.page.filter();
    const zoom = this.map.getZoom();
    const points = this.layer === "cells" && zoom >= POINTS_FROM;
    const what = points ? "points" : this.layer;
    if (points) filter.set("bbox", this.box());
    else if (what === "cells") filter.set("resolution", String(resolution(zoom)));
    const address = `/api/v1/picture/${what}?${filter.toString()}`;
    if (address === this.shown && !again) return;
    if (again && this.shown) void this.loadFindings();
    this.loading?.abort();
    this.loading = new AbortController();
    try {
      const answer = await fetchJson(address, this.loading.signal);
      this.shown = address;
      this.unhover();
      if (points) await this.showPoints(answer as Points, filter);
      else if (what === "areas") this.showAreas(answer as Areas);
      else this.showCells(answer as Cells, resolution(zoom));
    } catch (error) {
      if (!aborted(error)) this.page.failed();
    }
  }

  /** Draws what was found. The map says the same without it, so a failure is not worth a word. */
  private async loadFindings(): Promise<void> {
    try {
      const drawn = outlines(await fetchJson<Findings>("/api/v1/findings", null));
      fill(this.map, "findings", drawn);
      nameOutlines(drawn);
    } catch {
      // The next news asks again.
    }
  }

  /** Shows cells or quarters. */
  setLayer(layer: Layer): void {
    this.layer = layer;
    void this.load();
  }

  /** Marks the cell or report that the drawer shows. */
  choose(what: { cell?: string | null; report?: string | null }): void {
    markChosen(this.map, what);
  }

  /** Moves to a place, and marks it as the viewer's own. */
  near(lon: number, lat: number): void {
    const here = { type: "Point" as const, coordinates: [lon, lat] };
    const features = [{ type: "Feature" as const, properties: { name: this.words("map-you") }, geometry: here }];
    fill(this.map, "you", { type: "FeatureCollection", features });
    this.map.easeTo({ center: [lon, lat], zoom: Math.max(this.map.getZoom(), 14.5), animate: this.ground.moves });
  }

  whole(): void {
    this.ground.whole();
  }

  note(text: string): void {
    this.ground.note(text);
  }

  private box(): string {
    const bounds = this.map.getBounds();
    const sides = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    return sides.map((side) => side.toFixed(5)).join(",");
  }

  private showCells(answer: Cells, resolution: number): void {
    const bounds = classBounds(Math.max(0, ...answer.cells.map((cell) => cell.count)));
    const colours = classColours(bounds);
    fill(this.map, "cells", cells(answer, bounds, colours));
    this.only("cells");
    const size = getHexagonAreaAvg(resolution, UNITS.km2);
    writeLegend(this.words, { what: "cells", size, bounds, colours, unplaced: answer.unplaced });
    this.ground.note(answer.cells.length === 0 ? this.words("map-none") : "");
  }

  private showAreas(answer: Areas): void {
    const counts = new Map(answer.areas.map((area) => [area.area, area.count]));
    const bounds = naturalBounds([...counts.values()]);
    const colours = classColours(bounds);
    const properties = (area: { id: string }) => {
      const count = counts.get(area.id) ?? 0;
      return { count, colour: count === 0 ? 0 : colourOf(count, bounds, colours) };
    };
    fill(this.map, "areas", collection(this.ground.quarters, properties));
    this.only("areas");
    const numbers = Object.fromEntries([...counts].map(([area, count]) => [area, `\n${number(count)}`]));
    this.map.setLayoutProperty("names", "text-field", ["concat", NAME, ["coalesce", ["get", ["get", "area"], ["literal", numbers]], ""]]);
    writeLegend(this.words, { what: "areas", bounds, colours, unplaced: answer.unplaced });
    this.ground.note(answer.areas.every((area) => area.count === 0) ? this.words("map-none") : "");
  }

  private async showPoints(answer: Points, filter: URLSearchParams): Promise<void> {
    filter.delete("bbox");
    filter.set("resolution", String(FINEST));
    const rest = await fetchJson<Cells>(`/api/v1/picture/cells?${filter.toString()}`, this.loading?.signal ?? null);
    // Thousands of shapes on top of each other say less than their cells.
    if (answer.more) {
      this.showCells(rest, FINEST);
      return this.ground.note(this.words("map-points-more"));
    }
    fill(this.map, "points", points(answer));
    fill(this.map, "rough", roughCells(answer));
    this.only("points");
    writeLegend(this.words, { what: "points", bounds: [], colours: [], unplaced: rest.unplaced });
    this.ground.note(answer.points.length === 0 ? this.words("map-none") : "");
  }

  /** Shows the layers of one kind and empties the others. */
  private only(what: "cells" | "areas" | "points"): void {
    if (what !== "areas") this.map.setLayoutProperty("names", "text-field", NAME);
    for (const source of ["cells", "areas", "points"]) if (source !== what) fill(this.map, source);
    if (what !== "points") fill(this.map, "rough");
  }

  private listen(): void {
    const { map } = this;
    map.on("mousemove", (event) => this.hover(event.point));
    map.on("mouseout", () => this.unhover());
    map.on("click", (event) => {
      const found = this.at(event.point);
      if (found) this.open(found);
    });
    const reload = settled(() => void this.load(), 120);
    map.on("moveend", () => {
      reload();
      const { lng: lon, lat } = map.getCenter();
      this.page.moved(this.ground.isWhole() ? null : { zoom: map.getZoom(), lon, lat });
      if (map.getCanvas() === document.activeElement) this.sayCentre();
    });
    const canvas = map.getCanvas();
    canvas.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const found = this.at(this.centre());
      if (found) this.open(found);
    });
    canvas.addEventListener("focus", () => this.ground.say(this.words("map-keys")));
  }

  private centre(): Point {
    return this.map.project(this.map.getCenter());
  }

  private at(point: Point): MapGeoJSONFeature | undefined {
    const reach = 6;
    const box: [[number, number], [number, number]] = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]];
    const near = this.map.queryRenderedFeatures(box, { layers: ["points"] })[0];
    return near ?? this.map.queryRenderedFeatures(point, { layers: TARGETS })[0];
  }

  private open(feature: MapGeoJSONFeature): void {
    const { cell, area, ids, count, group } = feature.properties as Record<string, string | number>;
    if (feature.layer.id === "points") {
      if (Number(count) > 1) this.page.openCell(String(group));
      else this.page.openReport(String(ids));
    } else if (cell) this.page.openCell(String(cell));
    else if (area) this.page.openArea(String(area));
  }

  private hover(point: Point): void {
    const found = this.at(point);
    const id = typeof found?.id === "number" ? found.id : null;
    if (!found || id === null) return this.unhover();
    if (this.hovered?.id !== id || this.hovered.source !== found.source) {
      this.unhover();
      this.hovered = { source: found.source, id };
      this.map.setFeatureState(this.hovered, { hovered: true });
      this.tip.replaceChildren(...this.describe(found));
      this.tip.hidden = false;
      this.map.getCanvas().style.cursor = "pointer";
    }
    const width = this.map.getContainer().clientWidth;
    const left = Math.min(point.x + 14, width - this.tip.offsetWidth - 8);
    this.tip.style.transform = `translate(${left}px, ${Math.max(4, point.y - this.tip.offsetHeight - 10)}px)`;
  }

  private unhover(): void {
    if (this.hovered) this.map.setFeatureState(this.hovered, { hovered: false });
    this.hovered = null;
    this.tip.hidden = true;
    this.map.getCanvas().style.cursor = "";
  }

  private describe(feature: MapGeoJSONFeature): (string | Node)[] {
    const { count, name } = feature.properties as { count?: number; name?: string };
    const strong = document.createElement("strong");
    strong.textContent = counted(this.words, "map-count", Number(count ?? 0));
    return name ? [`${name}: `, strong] : [strong];
  }

  /** For those who move by keyboard: what lies in the middle. */
  private sayCentre(): void {
    const found = this.at(this.centre());
    this.ground.say(found ? this.describe(found).map((part) => (typeof part === "string" ? part : part.textContent)).join("") : "");
  }
}

function resolution(zoom: number): number {
  return RESOLUTIONS.find(([below]) => zoom < below)?.[1] ?? FINEST;
}
