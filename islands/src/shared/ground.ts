/** The plain ground of every map: the city, its quarters with their names, and the tools in words. */
import { type ExpressionSpecification, type GeoJSONSource, Map as MapLibre, setWorkerUrl, type StyleSpecification } from "maplibre-gl";

import { colour, onTheme } from "./colours";
import { fetchJson } from "./fetch";

setWorkerUrl(new URL("map-worker.js", import.meta.url).href);

interface Area {
  id: string;
  name: string;
  geometry: GeoJSON.MultiPolygon;
}

interface Division {
  id: string;
  name: string;
  areas: Area[];
}

/** What the server says about the city. */
export interface City {
  bounds: [number, number, number, number];
  divisions: Division[];
  quarter_division: string;
  city_division: string;
}

export interface Ground {
  map: MapLibre;
  city: City;
  /** The areas of the quarters. */
  quarters: Area[];
  /** Says something on the map, for everybody; an empty text takes it away. */
  note: (text: string) => void;
  /** Says something to those who hear the page. */
  say: (text: string) => void;
  /** Moves to the whole city. */
  whole: () => void;
  /** Whether just that is shown. */
  isWhole: () => boolean;
  /** Whether movements may be seen. */
  moves: boolean;
}

/** There is no WebGL here. */
export class NoMap extends Error {}

/** Draws the ground into `place`; `label` names it. The city may be moved away from, but not far. */
export async function drawGround(place: HTMLElement, label: string): Promise<Ground> {
  const city = await fetchJson<City>(place.dataset.config ?? "");
  const areas = (id: string) => city.divisions.find((division) => division.id === id)?.areas ?? [];
  const quarters = areas(city.quarter_division);
  const canvas = document.createElement("div");
  canvas.className = "ln-map__canvas";
  place.prepend(canvas);
  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const [west, south, east, north] = extent(areas(city.city_division)) ?? city.bounds;
  const bounds: [[number, number], [number, number]] = [[west, south], [east, north]];
  const map = open(canvas, {
    style: style(areas(city.city_division), quarters),
    bounds,
    fitBoundsOptions: { padding: padding(place) },
    maxBounds: [[west - 0.35, south - 0.25], [east + 0.35, north + 0.25]],
    minZoom: 8,
    maxZoom: 18,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: moves ? 150 : 0,
    // Printers get what was drawn last.
    canvasContextAttributes: { preserveDrawingBuffer: true, antialias: true },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.getCanvas().setAttribute("aria-label", label);
  const part = (name: string) => place.querySelector<HTMLElement>(`[data-map="${name}"]`);
  const tell = (element: HTMLElement | null) => (text: string) => {
    if (element && element.textContent !== text) element.textContent = text;
  };
  const fitted = () => ({ padding: padding(place), animate: moves });
  const whole = () => void map.fitBounds(bounds, fitted());
  const isWhole = () => {
    const { center, zoom } = map.cameraForBounds(bounds, fitted()) ?? {};
    const at = map.project(map.getCenter());
    return zoom !== undefined && Math.abs(zoom - map.getZoom()) < 0.05 && at.dist(map.project(center ?? [0, 0])) < 8;
  };
  const ground: Ground = { map, city, quarters, note: tell(part("note")), say: tell(part("said")), whole, isWhole, moves };
  part("in")?.addEventListener("click", () => map.zoomIn({ animate: moves }));
  part("out")?.addEventListener("click", () => map.zoomOut({ animate: moves }));
  part("all")?.addEventListener("click", whole);
  // Who looks at the whole city goes on doing so when the window, the edges or the paper have another size.
  let atWhole = true;
  map.on("moveend", () => (atWhole = isWhole()));
  const stay = () => atWhole && void map.fitBounds(bounds, { ...fitted(), animate: false });
  map.on("resize", stay);
  const legend = place.querySelector(".ln-legend");
  if (legend) new ResizeObserver(stay).observe(legend);
  // `data-idle` tells tests, and whoever prints, that everything has been drawn.
  map.on("idle", () => (place.dataset.idle = "true"));
  map.on("movestart", () => delete place.dataset.idle);
  onTheme(() => paint(map));
  await new Promise<void>((done) => map.once("load", () => done()));
  paint(map);
  return ground;
}

function open(container: HTMLElement, options: Omit<ConstructorParameters<typeof MapLibre>[0], "container">): MapLibre {
  try {
    return new MapLibre({ container, ...options });
  } catch (error) {
    container.remove();
    throw new NoMap(String(error));
  }
}

/** Room for what lies on the map at its edges. */
function padding(place: HTMLElement): { top: number; bottom: number; left: number; right: number } {
  if (!place.querySelector(".ln-legend")) return { top: 20, bottom: 20, left: 20, right: 20 };
  const bottom = (place.querySelector<HTMLElement>(".ln-legend")?.offsetHeight ?? 0) + 24;
  return place.clientWidth < 640 ? { top: 64, bottom, left: 16, right: 16 } : { top: 72, bottom, left: 40, right: 40 };
}

/** Areas as features; their number is their id, because ids of features are numbers. */
export function collection(areas: Area[], properties: (area: Area) => Record<string, unknown> = () => ({})): GeoJSON.FeatureCollection {
  const features = areas.map((area, id) => {
    const named = { area: area.id, name: area.name, ...properties(area) };
    return { type: "Feature" as const, id, properties: named, geometry: area.geometry };
  });
  return { type: "FeatureCollection", features };
}

/** The names of areas, each at the middle of its largest part. */
function names(areas: Area[]): GeoJSON.FeatureCollection {
  const features = areas.map((area) => {
    const geometry = { type: "Point" as const, coordinates: middle(area.geometry) };
    return { type: "Feature" as const, properties: { area: area.id, name: area.name }, geometry };
  });
  return { type: "FeatureCollection", features };
}

type Ring = GeoJSON.Position[];

function middle(shape: GeoJSON.MultiPolygon): [number, number] {
  const rings = shape.coordinates.map((polygon) => polygon[0] ?? []);
  const [, x, y] = rings.map(centroid).sort((a, b) => b[0] - a[0])[0] ?? [0, 0, 0];
  return [x, y];
}

/** Size and centroid of a ring, by the shoelace formula. */
function centroid(ring: Ring): [number, number, number] {
  let [doubled, x, y] = [0, 0, 0];
  ring.forEach(([ax = 0, ay = 0], i) => {
    const [bx = 0, by = 0] = ring[(i + 1) % ring.length] ?? [];
    const cross = ax * by - bx * ay;
    doubled += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  });
  return doubled === 0 ? [0, 0, 0] : [Math.abs(doubled), x / (3 * doubled), y / (3 * doubled)];
}

function extent(areas: Area[]): [number, number, number, number] | null {
  const points = areas.flatMap((area) => area.geometry.coordinates.flat(2));
  if (points.length === 0) return null;
  const [xs, ys] = [points.map((point) => point[0] ?? 0), points.map((point) => point[1] ?? 0)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** How much larger letters are than usual: on a wall those who look stand far away. */
export const LARGER = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

/** What stands at the middle of a quarter: its name. */
export const NAME: ExpressionSpecification = ["get", "name"];

const EMPTY: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };

function style(city: Area[], quarters: Area[]): StyleSpecification {
  const source = (data: GeoJSON.FeatureCollection) => ({ type: "geojson" as const, data });
  return {
    version: 8,
    sources: {
      city: source(collection(city)),
      quarters: source(collection(quarters)),
      names: source(names(quarters)),
    },
    layers: [
      { id: "ground", type: "background" },
      { id: "land", type: "fill", source: "city" },
      { id: "quarters", type: "line", source: "quarters", paint: { "line-width": 1 } },
      {
        id: "city",
        type: "line",
        source: "city",
        layout: { "line-join": "round" },
        paint: { "line-width": ["interpolate", ["linear"], ["zoom"], 9, 1.25, 14, 2.5] },
      },
      {
        id: "names",
        type: "symbol",
        source: "names",
        layout: {
          "text-field": NAME,
          // Drawn by the browser with the fonts of the page: there is no server of letters.
          "text-font": ["Fira Sans SemiBold"],
          "text-size": ["interpolate", ["linear"], ["zoom"], 9, 12 * LARGER, 11, 14 * LARGER, 14, 17 * LARGER],
          "text-max-width": 12,
          "text-padding": 4,
        },
        paint: { "text-halo-width": 1.75, "text-halo-blur": 0.25 },
      },
    ],
  };
}

/** Gives the ground the colours of day or night. */
function paint(map: MapLibre): void {
  map.setPaintProperty("ground", "background-color", colour("--ln-ground"));
  map.setPaintProperty("land", "fill-color", colour("--ln-land"));
  map.setPaintProperty("quarters", "line-color", colour("--ln-border-quarter"));
  map.setPaintProperty("city", "line-color", colour("--ln-border-city"));
  map.setPaintProperty("names", "text-color", colour("--ln-ink"));
  map.setPaintProperty("names", "text-halo-color", colour("--ln-land"));
}

/** Puts data into a source, which is made if there is none yet. */
export function fill(map: MapLibre, id: string, data: GeoJSON.FeatureCollection = EMPTY): void {
  const source = map.getSource<GeoJSONSource>(id);
  if (source) source.setData(data);
  else map.addSource(id, { type: "geojson", data });
}
