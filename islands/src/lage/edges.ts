/** What stands at the edges: folded away at the desk, sheets on the phone. */
import { find } from "../shared/dom";

const KEPT = "lagenetz-folded";
const EDGES: Record<string, string> = { "lage-side": "side", drawer: "drawer" };
const PHONE = matchMedia("(max-width: 60rem)");

/** Makes the edges fold and the sheets open; `resized` is called when the map has another size. */
export function watchEdges(resized: () => void): void {
  fold(kept());
  moveHistogram();
  PHONE.addEventListener("change", () => {
    closeSheets();
    moveHistogram();
  });
  document.addEventListener("click", ({ target }) => {
    const button = (target as HTMLElement).closest<HTMLElement>("[data-fold], [data-unfold], [data-sheet], [data-close]");
    if (!button) return;
    const { fold: away, unfold: back, sheet, close } = button.dataset;
    if (away) keep([...kept(), EDGES[away] ?? ""]);
    if (back) keep(kept().filter((edge) => edge !== EDGES[back]));
    if (away || back) resized();
    if (sheet) openSheet(sheet);
    if (close) closeSheets(true);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") closeSheets(true);
  });
}

/** Opens the drawer's sheet, if this is a phone: something was chosen on the map. */
export function showDrawer(): void {
  if (PHONE.matches) openSheet("drawer");
}

/** The histogram stands below the map at the desk and among the filters on the phone. */
export function moveHistogram(): void {
  const figure = find("lage-histogram");
  if (PHONE.matches) find("lage-filter")?.before(...(figure ? [figure] : []));
  else document.querySelector(".ln-lage__map")?.append(...(figure ? [figure] : []));
}

function openSheet(id: string): void {
  closeSheets();
  find(id)?.classList.add("ln-sheet--open");
  document.querySelector(`[data-sheet="${id}"]`)?.setAttribute("aria-expanded", "true");
  find(id)?.focus({ preventScroll: true });
}

function closeSheets(giveFocusBack = false): void {
  for (const open of document.querySelectorAll(".ln-sheet--open")) open.classList.remove("ln-sheet--open");
  for (const button of document.querySelectorAll<HTMLElement>('[data-sheet][aria-expanded="true"]')) {
    button.setAttribute("aria-expanded", "false");
    if (giveFocusBack) button.focus();
  }
}

function kept(): string[] {
  return (localStorage.getItem(KEPT) ?? "").split(" ").filter((edge) => Object.values(EDGES).includes(edge));
}

function keep(edges: string[]): void {
  localStorage.setItem(KEPT, edges.join(" "));
  fold(edges);
}

function fold(edges: string[]): void {
  const page = find("main");
  if (!page) return;
  page.dataset.folded = edges.join(" ");
  for (const [id, edge] of Object.entries(EDGES)) {
    const button = document.querySelector<HTMLElement>(`[data-unfold="${id}"]`);
    if (button) button.hidden = !edges.includes(edge);
  }
}
