/** The state of the picture stands in the address, and nowhere else. */
import { find } from "../shared/dom";
import type { View } from "./map";

/** What the drawer shows instead of the newest reports. */
export interface Chosen {
  cell: string | null;
  report: string | null;
}

/** Parts of the address that are no filter. */
const NO_FILTER = ["ansicht", "zelle", "meldung", "z", "c", "fragment"];
const PERIOD = ["preset", "from", "to"];

/** What stands in the address; keys that nobody knows are left behind. */
function params(): URLSearchParams {
  const all = new URLSearchParams(location.search);
  const known = new Set([...NO_FILTER, ...(find("lage-filter")?.dataset.keys ?? "").split(" ")]);
  for (const key of [...all.keys()]) if (!known.has(key)) all.delete(key);
  return all;
}

/** The filter, with the period that the server takes when the address names none. */
export function filter(): URLSearchParams {
  const filter = params();
  for (const key of NO_FILTER) filter.delete(key);
  const preset = find("lage-filter")?.querySelector<HTMLInputElement>("[name=preset]:checked")?.value;
  if (preset && !PERIOD.some((key) => filter.has(key))) filter.set("preset", preset);
  return filter;
}

/** The address with another filter, as the form has it. What the form does not know stays. */
export function withForm(form: HTMLFormElement): string {
  const next = params();
  for (const field of form.elements) if ("name" in field) next.delete(String(field.name));
  for (const [key, value] of new FormData(form)) if (value !== "") next.append(key, String(value));
  return written(next);
}

/** The address with some values set, or taken away by null. */
export function withValues(values: Record<string, string | null>): string {
  const next = params();
  for (const [key, value] of Object.entries(values)) {
    if (value === null) next.delete(key);
    else next.set(key, value);
  }
  return written(next);
}

export function chosen(): Chosen {
  return { cell: params().get("zelle"), report: params().get("meldung") };
}

/** Where the map looks, if not at the whole city. */
export function view(): View | null {
  const zoom = Number(params().get("z"));
  const [lon, lat] = (params().get("c") ?? "").split(",").map(Number);
  return zoom > 0 && lon !== undefined && lat !== undefined && !Number.isNaN(lon + lat) ? { zoom, lon, lat } : null;
}

/** Writes where the map looks into the address, without a step in the history. */
export function keepView(view: View | null): void {
  const c = view && `${view.lon.toFixed(4)},${view.lat.toFixed(4)}`;
  history.replaceState(history.state, "", withValues({ z: view && view.zoom.toFixed(1), c }));
}

/** Goes to an address without loading; there is a way back. */
export function goTo(address: string): void {
  history.pushState({ step: step() + 1 }, "", address);
}

/** How many steps lie behind, within this page. */
export function step(): number {
  return (history.state as { step?: number } | null)?.step ?? 0;
}

function written(next: URLSearchParams): string {
  // Commas and colons may stand as they are: an address that people send each other should be readable.
  const text = next.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return text ? `/?${text}` : "/";
}
