/** The map on which a place is chosen. */
import { Marker } from "maplibre-gl";

import { colour, onTheme } from "../shared/colours";
import { drawGround, type Ground } from "../shared/ground";
import type { Words } from "../shared/words";

interface Spot {
  lon: number;
  lat: number;
}

/** Draws the map; answers with what shows a place on it and puts it into words. */
export async function placeMap(place: HTMLElement, words: Words, choose: (spot: Spot) => void): Promise<(spot: Spot | null) => string> {
  const ground = await drawGround(place, words("map-pick"));
  const { map } = ground;
  const pin = new Marker({ element: pinShape(), anchor: "bottom", draggable: true });
  pin.on("dragend", () => {
    const { lng, lat } = pin.getLngLat();
    choose({ lon: lng, lat });
  });
  map.on("click", ({ lngLat }) => choose({ lon: lngLat.lng, lat: lngLat.lat }));
  map.getCanvas().addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const { lng, lat } = map.getCenter();
    choose({ lon: lng, lat });
  });
  map.getCanvas().addEventListener("focus", () => ground.say(words("map-pick-keys")));
  const cross = document.createElement("div");
  cross.className = "ln-map__cross";
  place.append(cross);
  onTheme(() => pin.getElement().style.setProperty("color", colour("--ln-blue")));
  return (spot) => {
    if (!spot) {
      pin.remove();
      return words("map-place-none");
    }
    pin.setLngLat([spot.lon, spot.lat]).addTo(map);
    if (!map.getBounds().contains([spot.lon, spot.lat])) map.easeTo({ center: [spot.lon, spot.lat], animate: ground.moves });
    const area = areaAt(ground, spot);
    return area ? words("map-placed", { area }) : words("map-place-outside");
  };
}

function pinShape(): HTMLElement {
  const pin = document.createElement("div");
  pin.className = "ln-pin";
  pin.innerHTML =
    '<svg viewBox="0 0 28 36" aria-hidden="true"><path fill="currentColor" d="M14 35S2 22.5 2 13.500a12 12 0 0 1 24 0C26 22.5 14 35 14 35z"/><circle cx="14" cy="13.5" r="4.5" fill="#fff"/></svg>';
  return pin;
}

/** The name of the quarter in which a place lies. */
function areaAt(ground: Ground, { lon, lat }: Spot): string | undefined {
  return ground.quarters.find((area) => area.geometry.coordinates.some((polygon) => within(polygon, lon, lat)))?.name;
}

/** Whether a point lies in a polygon: in an odd number of its rings, counted by a ray. */
function within(polygon: GeoJSON.Position[][], lon: number, lat: number): boolean {
  return polygon.filter((ring) => crossings(ring, lon, lat) % 2 === 1).length % 2 === 1;
}

function crossings(ring: GeoJSON.Position[], lon: number, lat: number): number {
  return ring.filter(([ax = 0, ay = 0], i) => {
    const [bx = 0, by = 0] = ring[(i + 1) % ring.length] ?? [];
    return ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax;
  }).length;
}
