/** Shapes of the kinds of source, drawn for the map: full where the place is exact, hollow where it is not. */
import type { Map as MapLibre } from "maplibre-gl";

import { colour } from "../shared/colours";

/** Where a report came from is not shown to whoever got it without text. */
export const HIDDEN = "hidden";
export const KINDS = ["public", "municipal", "security", HIDDEN] as const;
const RATIO = 2;
const SIZE = 20;

/** Adds the images `public`, `public-rough` and so on, or draws them anew after the theme changed. */
export function drawShapes(map: MapLibre): void {
  const [ink, paper] = [colour("--ln-ink"), colour("--ln-land")];
  for (const kind of KINDS) {
    for (const rough of [false, true]) {
      const name = rough ? `${kind}-rough` : kind;
      const image = shape(kind, rough, ink, paper);
      if (map.hasImage(name)) map.updateImage(name, image);
      else map.addImage(name, image, { pixelRatio: RATIO });
    }
  }
}

function shape(kind: string, rough: boolean, ink: string, paper: string): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * RATIO;
  const draw = canvas.getContext("2d");
  if (!draw) throw new Error("no canvas");
  draw.scale(RATIO, RATIO);
  draw.beginPath();
  if (kind === "public") draw.arc(10, 10, 5.5, 0, 2 * Math.PI);
  else if (kind === "municipal") draw.rect(5, 5, 10, 10);
  else if (kind === HIDDEN) draw.arc(10, 10, 3, 0, 2 * Math.PI);
  else {
    draw.moveTo(10, 3.5);
    draw.lineTo(16, 15);
    draw.lineTo(4, 15);
    draw.closePath();
  }
  draw.lineJoin = "round";
  draw.strokeStyle = paper;
  draw.lineWidth = rough ? 5 : 3.5;
  draw.stroke();
  draw.fillStyle = rough ? paper : ink;
  draw.fill();
  if (rough) {
    draw.strokeStyle = ink;
    draw.lineWidth = 1.75;
    draw.stroke();
  }
  return draw.getImageData(0, 0, SIZE * RATIO, SIZE * RATIO);
}
