/** An element by its id, if the page has it. */
export function find<E extends HTMLElement = HTMLElement>(id: string): E | null {
  return document.getElementById(id) as E | null;
}

/** Puts a part of another document in the place of the one with the same id here; says whether both had it. */
export function swap(id: string, from: Document): boolean {
  const [here, there] = [document.getElementById(id), from.getElementById(id)];
  if (!here || !there) return false;
  const focused = here.contains(document.activeElement) ? keyOf(document.activeElement) : null;
  const unfolded = folds(here);
  const fresh = document.importNode(there, true);
  for (const [key, details] of folds(fresh)) details.open ||= unfolded.get(key)?.open ?? false;
  here.replaceWith(fresh);
  if (focused) fresh.querySelector<HTMLElement>(focused)?.focus({ preventScroll: true });
  return true;
}

/** What can be unfolded: by the key of its row, which stays when rows come before it, or else by its place among the others. */
function folds(part: Element): Map<string, HTMLDetailsElement> {
  let place = 0;
  return new Map([...part.querySelectorAll("details")].map((fold) => [fold.dataset.key ?? String(place++), fold]));
}

/** What finds the same thing again after its part was exchanged. */
function keyOf(element: Element | null): string | null {
  if (element?.id) return `#${CSS.escape(element.id)}`;
  const href = element?.getAttribute("href");
  return href ? `a[href="${CSS.escape(href)}"]` : null;
}

/** Calls `act` once, a while after the last of many calls. */
export function settled<A extends unknown[]>(act: (...values: A) => void, milliseconds: number): (...values: A) => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return (...values) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => act(...values), milliseconds);
  };
}

/** An element with a class and what is in it. */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className = "",
  ...content: (string | Node)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...content);
  return element;
}
