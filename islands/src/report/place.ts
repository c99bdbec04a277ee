/** The place of a report: a tap on the map, Enter for the middle, the device's own place, or two numbers typed. */
import { find } from "../shared/dom";
import { whereAmI } from "../shared/place";
import { wordsOf } from "../shared/words";

interface Spot {
  lon: number;
  lat: number;
}

const german = document.documentElement.lang === "de";

export async function choosePlace(): Promise<void> {
  const place = find("report-map");
  const [lon, lat] = ["lon", "lat"].map((name) => document.querySelector<HTMLInputElement>(`#report-form [name=${name}]`));
  if (!place || !lon || !lat) return;
  const words = wordsOf(place);
  const say = (text: string) => {
    const line = find("report-place");
    if (line) line.textContent = text;
  };
  let show: (spot: Spot | null) => string = () => "";

  const write = (spot: Spot | null) => {
    lon.value = spot ? written(spot.lon) : "";
    lat.value = spot ? written(spot.lat) : "";
    say(show(spot));
  };
  const read = () => {
    const [x, y] = [number(lon.value), number(lat.value)];
    return x !== null && y !== null ? { lon: x, lat: y } : null;
  };
  for (const field of [lon, lat]) field.addEventListener("input", () => say(show(read())));
  find("report-no-place")?.addEventListener("click", () => write(null));
  find("report-here")?.addEventListener("click", () => {
    whereAmI().then(write, () => say(words("map-location-denied")));
  });

  try {
    const { placeMap } = await import("./map");
    show = await placeMap(place, words, write);
    say(show(read()));
  } catch (error) {
    place.hidden = true;
    say(words("map-no-webgl"));
    console.warn(error);
  }
}

/** About a metre. */
function written(degrees: number): string {
  const text = degrees.toFixed(5);
  return german ? text.replace(".", ",") : text;
}

function number(text: string): number | null {
  const value = Number.parseFloat(text.trim().replace(",", "."));
  return Number.isFinite(value) ? value : null;
}
