/**
 * Covering faces and number plates: rectangles drawn over the chosen picture are written into the fields that work
 * without scripts, in percent of the upright picture; typed numbers move the rectangles. The server covers, not this.
 */
import { clamp, format, type Part, partOf, percent } from "./part";

const NAMES = ["left", "top", "width", "height"] as const;

const cover = document.querySelector<HTMLElement>(".ln-cover");
const file = document.querySelector<HTMLInputElement>("#field-file");
if (cover && file) start(cover, file);

function start(cover: HTMLElement, file: HTMLInputElement): void {
  const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(".ln-cover__row")];
  const frame = document.createElement("div");
  const picture = document.createElement("img");
  const hint = document.createElement("p");
  const undo = document.createElement("button");
  frame.className = "ln-cover__frame";
  picture.alt = "";
  hint.className = "kern-hint";
  hint.textContent = cover.dataset.hint ?? "";
  undo.type = "button";
  undo.className = "ln-link";
  undo.textContent = cover.dataset.undo ?? "";
  frame.append(picture);

  file.addEventListener("change", () => {
    URL.revokeObjectURL(picture.src);
    cover.replaceChildren();
    const chosen = file.files?.[0];
    if (!chosen?.type.startsWith("image/")) return;
    picture.src = URL.createObjectURL(chosen);
    cover.replaceChildren(hint, frame, undo);
    draw();
  });

  /** The numbers of a row, if they are a part of a picture. */
  const read = (row: HTMLElement): Part | undefined =>
    percent(NAMES.map((name) => row.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? ""));

  const write = (row: HTMLElement, part: Part | undefined): void => {
    for (const name of NAMES) {
      const field = row.querySelector<HTMLInputElement>(`[name=${name}]`);
      if (field) field.value = part ? format(part[name], document.documentElement.lang) : "";
    }
  };

  const isEmpty = (row: HTMLElement): boolean =>
    [...row.querySelectorAll("input")].every((field) => field.value.trim() === "");

  // Whoever can draw needs the numbers only instead of drawing.
  const numbers = document.querySelector<HTMLDetailsElement>(".ln-cover__numbers");
  if (numbers && rows().every(isEmpty)) numbers.open = false;

  /** A row without numbers; a new one where all have some. */
  const free = (): HTMLElement | undefined => {
    const all = rows();
    const empty = all.find(isEmpty);
    const last = all.at(-1);
    if (empty || !last) return empty;
    const more = last.cloneNode(true) as HTMLElement;
    write(more, undefined);
    const legend = more.querySelector("legend");
    if (legend) legend.textContent = (legend.textContent ?? "").replace(/\d+/, `${all.length + 1}`);
    last.after(more);
    return more;
  };

  /** Shows the rectangles of all rows. */
  function draw(): void {
    for (const old of frame.querySelectorAll(".ln-cover__part")) old.remove();
    for (const row of rows()) {
      const part = read(row);
      if (part) frame.append(box(part));
    }
    undo.hidden = rows().every(isEmpty);
  }

  document.addEventListener("input", ({ target }) => {
    if ((target as Element).closest(".ln-cover__row")) draw();
  });
  undo.addEventListener("click", () => {
    const last = rows().findLast((row) => !isEmpty(row));
    if (last) write(last, undefined);
    draw();
  });

  frame.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    down.preventDefault();
    frame.setPointerCapture(down.pointerId);
    const around = picture.getBoundingClientRect();
    const at = (event: PointerEvent): [number, number] => [
      clamp(((event.clientX - around.left) / around.width) * 100),
      clamp(((event.clientY - around.top) / around.height) * 100),
    ];
    const from = at(down);
    const drawn = box({ left: from[0], top: from[1], width: 0, height: 0 });
    frame.append(drawn);
    const move = (event: PointerEvent): void => place(drawn, partOf(from, at(event)));
    const end = (event: PointerEvent): void => {
      frame.removeEventListener("pointermove", move);
      frame.removeEventListener("pointerup", end);
      frame.removeEventListener("pointercancel", end);
      const part = partOf(from, at(event));
      // A click is no rectangle.
      const row = event.type === "pointerup" && part.width > 0.5 && part.height > 0.5 ? free() : undefined;
      if (row) write(row, part);
      draw();
    };
    frame.addEventListener("pointermove", move);
    frame.addEventListener("pointerup", end);
    frame.addEventListener("pointercancel", end);
  });
}

function box(part: Part): HTMLElement {
  const drawn = document.createElement("div");
  drawn.className = "ln-cover__part";
  place(drawn, part);
  return drawn;
}

function place(drawn: HTMLElement, part: Part): void {
  for (const name of NAMES) drawn.style[name] = `${part[name]}%`;
}
