import { expect, type Page } from "@playwright/test";

/** A picture of a street with somebody on it, drawn by the browser: colours that are easy to tell. */
export async function street(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1200, 800];
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("there is no canvas");
    const box = (colour: string, x: number, y: number, width: number, height: number): void => {
      pen.fillStyle = colour;
      pen.fillRect(x, y, width, height);
    };
    box("#9cc4e4", 0, 0, 1200, 460);
    box("#8a8f87", 0, 460, 1200, 340);
    box("#b5653f", 60, 160, 380, 300);
    box("#e8d9b8", 120, 220, 90, 110);
    box("#e8d9b8", 280, 220, 90, 110);
    box("#6b4a2f", 700, 520, 260, 130);
    box("#3d5a40", 980, 470, 120, 180);
    box("#d9a07a", 560, 340, 70, 80);
    box("#27407a", 545, 420, 100, 190);
    return canvas.toDataURL("image/jpeg", 0.9).split(",")[1] ?? "";
  });
  return Buffer.from(base64, "base64");
}

/** A document with nothing in it. */
export const DOCUMENT = Buffer.from("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n");

/** The form that adds an attachment to the report that the page shows, unfolded. */
export async function addForm(page: Page): Promise<ReturnType<Page["locator"]>> {
  const form = page.locator("#anhaenge form[enctype]");
  if (!(await form.isVisible())) await page.locator("#anhaenge > details > summary").click();
  return form;
}

/** Adds a file to the report that the page shows. */
export async function attach(page: Page, name: string, mimeType: string, buffer: Buffer): Promise<void> {
  const form = await addForm(page);
  await form.locator("[name=file]").setInputFiles({ name, mimeType, buffer });
  await form.locator("button[type=submit]").click();
  await expect(page).toHaveURL(/angehaengt=1/);
}

/** A report of one's own with a picture and a document; the answer is its path. */
export async function attached(page: Page): Promise<string> {
  await page.goto("/meldungen?own=1&open=1&preset=all");
  await page.locator("a.ln-row__title").first().click();
  await expect(page).toHaveURL(/\/meldungen\/[0-9a-f-]{36}/);
  if ((await page.locator(".ln-attachment").count()) < 2) {
    await attach(page, "Kanalstraße von Süden.jpg", "image/jpeg", await street(page));
    await attach(page, "Lageplan.pdf", "application/pdf", DOCUMENT);
  }
  return new URL(page.url()).pathname;
}
