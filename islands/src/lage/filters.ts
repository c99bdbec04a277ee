/** The filters: every change applies at once. The form stays what it is; only its counts and marks are brought up to date. */
import { find } from "../shared/dom";
import { withForm } from "./address";

const FORM = "lage-filter";

function form(): HTMLFormElement | null {
  return find<HTMLFormElement>(FORM);
}

/** Calls `apply` with the new address whenever somebody changes a filter. */
export function watchFilters(apply: (address: string) => void): void {
  document.addEventListener("change", ({ target }) => {
    const field = target as HTMLInputElement;
    if (field.form?.id !== FORM) return;
    if (field.name === "preset") setPeriod("", "");
    else if (field.name === "from" || field.name === "to") leavePreset();
    apply(withForm(field.form));
  });
  document.addEventListener("submit", (event) => {
    const submitted = event.target as HTMLFormElement;
    if (submitted.id !== FORM) return;
    event.preventDefault();
    apply(withForm(submitted));
  });
}

/** Sets a period by hand, and answers with the address of it. */
export function choosePeriod(from: string, to: string): string {
  setPeriod(from, to);
  leavePreset();
  const all = find(FORM)?.querySelector<HTMLInputElement>("[name=preset][value=all]");
  if (all && !from && !to) all.checked = true;
  const found = form();
  return found ? withForm(found) : "/";
}

/** Sets the area, or takes it away if it is set already, and answers with the address of it. */
export function chooseArea(value: string): string {
  const field = form()?.querySelector<HTMLSelectElement>("[name=area]");
  if (field) field.value = field.value === value ? "" : value;
  const found = form();
  return found ? withForm(found) : "/";
}

function setPeriod(from: string, to: string): void {
  for (const [name, value] of [["from", from], ["to", to]] as const) {
    const field = form()?.querySelector<HTMLInputElement>(`[name=${name}]`);
    if (field) field.value = value;
  }
}

function leavePreset(): void {
  for (const radio of form()?.querySelectorAll<HTMLInputElement>("[name=preset]:checked") ?? []) radio.checked = false;
}

/** Brings counts, marks and the period's sentence up to date, without moving anything under somebody's hand. */
export function updateFilters(from: Document): void {
  const [here, there] = [form(), from.getElementById(FORM) as HTMLFormElement | null];
  if (!here || !there) return;
  const fresh = new Map([...there.querySelectorAll<HTMLInputElement>("input")].map((field) => [keyOf(field), field]));
  const old = [...here.querySelectorAll<HTMLInputElement>("input")];
  // Partners come and go with what they disclose; everything else has the same values always.
  if (fresh.size !== old.length || old.some((field) => !fresh.has(keyOf(field)))) replacePartners(here, there);
  for (const field of here.querySelectorAll<HTMLInputElement>("input")) {
    const now = fresh.get(keyOf(field));
    if (!now) continue;
    if (field.type === "date") {
      if (field !== document.activeElement) field.value = now.value;
      continue;
    }
    field.checked = now.checked;
    const [count, counts] = [field, now].map((f) => f.closest("label")?.querySelector(".ln-check__count"));
    if (count && counts) count.textContent = counts.textContent;
  }
  for (const select of here.querySelectorAll("select")) {
    const now = there.querySelector<HTMLSelectElement>(`select[name="${select.name}"]`);
    if (now) select.value = now.value;
  }
  const [untold, told] = [here, there].map((form) => form.querySelector("#filter-untold"));
  if (untold && told) untold.replaceWith(document.importNode(told, true));
  const [period, now] = [here, there].map((form) => form.querySelector(".ln-period"));
  if (period && now && period.textContent !== now.textContent) period.textContent = now.textContent;
}

function keyOf(field: HTMLInputElement): string {
  return field.type === "date" ? field.name : `${field.name}=${field.value}`;
}

function replacePartners(here: HTMLFormElement, there: HTMLFormElement): void {
  const [old, fresh] = [here, there].map((form) => form.querySelector("#filter-partners"));
  if (old && fresh) old.replaceWith(document.importNode(fresh, true));
}
