// A picture is added with a face covered by hand, reaches its recipient once the change is told, and is removed for
// everybody.
import type { Page } from "@playwright/test";
import { addForm, attach, DOCUMENT, street } from "../attach.js";
import { chooseAudience, complained, demo, enter, expect, person, signedIn, signIn, test } from "../demo.js";

/** The colour of the attachment at `address`, in percent of its sides. */
async function colourAt(page: Page, address: string, left: number, top: number): Promise<number[]> {
  return page.evaluate(
    async ([address, left, top]) => {
      const picture = await createImageBitmap(await (await fetch(address)).blob());
      const canvas = new OffscreenCanvas(picture.width, picture.height);
      const pen = canvas.getContext("2d");
      if (!pen) throw new Error("there is no canvas");
      pen.drawImage(picture, 0, 0);
      return [...pen.getImageData((picture.width * left) / 100, (picture.height * top) / 100, 1, 1).data.slice(0, 3)];
    },
    [address, left, top] as const,
  );
}

const isGrey = (colour: number[]): boolean => colour.every((channel) => Math.abs(channel - 112) < 12);

test("a face is covered by hand, the picture reaches its recipient and is removed for both", async ({ browser }) => {
  const office = await signedIn(browser, person(/^Sachbearbeitung Ordnungsamt/));
  const police = await signedIn(browser, person(/^Analyse/));
  const report = await enter(office, `Anhang im Browser ${Date.now()}`);

  await office.goto(report);
  const form = await addForm(office);
  const picture = await street(office);
  await form.locator("[name=file]").setInputFiles({ name: "Straße.jpg", mimeType: "image/jpeg", buffer: picture });
  await form.locator("#field-hidden > summary").click();
  const frame = form.locator(".ln-cover__frame");
  await frame.scrollIntoViewIfNeeded();
  await expect.poll(async () => (await frame.boundingBox())?.height ?? 0).toBeGreaterThan(50);
  const box = (await frame.boundingBox())!;
  const to = (left: number, top: number): [number, number] => [box.x + (box.width * left) / 100, box.y + (box.height * top) / 100];
  // The head, and something that is taken back.
  await office.mouse.move(...to(45, 40));
  await office.mouse.down();
  await office.mouse.move(...to(54, 54), { steps: 5 });
  await office.mouse.up();
  await office.mouse.move(...to(80, 80));
  await office.mouse.down();
  await office.mouse.move(...to(95, 95), { steps: 3 });
  await office.mouse.up();
  await expect(form.locator(".ln-cover__part")).toHaveCount(2);
  await form.locator(".ln-cover > button").click();
  await expect(form.locator(".ln-cover__part")).toHaveCount(1);
  await form.screenshot({ path: "out/pages/attachment-cover.png" });
  await form.locator("button[type=submit]").click();
  await expect(office).toHaveURL(/angehaengt=1/);

  const link = office.locator(".ln-attachment__name");
  await expect(link).toHaveText("Straße.jpg");
  const address = (await link.getAttribute("href"))!;
  expect(isGrey(await colourAt(office, address, 49, 47)), "the head is covered").toBe(true);
  expect(isGrey(await colourAt(office, address, 50, 65)), "the coat is not").toBe(false);
  expect(isGrey(await colourAt(office, address, 88, 88)), "what was taken back is not").toBe(false);

  await chooseAudience(office.locator("#freigeben"), "polizei");
  await office.locator("#freigeben button[name=profile][value=bearbeitung]").click();
  await expect(office.locator("main [role=status]").first()).toBeVisible();
  await police.goto(report);
  await expect(police.locator(".ln-attachment__name")).toHaveText("Straße.jpg");
  await expect(police.locator("#anhaenge form")).toHaveCount(0);

  await office.goto(report);
  await attach(office, "Lageplan.pdf", "application/pdf", DOCUMENT);
  await police.reload();
  await expect(police.locator(".ln-attachment__name")).toHaveCount(1);

  await office.locator(".ln-attachment", { hasText: "Straße.jpg" }).locator("summary").click();
  await office.locator(`form[action="${address}/entfernen"] button`).click();
  await expect(office).toHaveURL(/entfernt=1/);
  await police.reload();
  await expect(police.locator(".ln-attachment__name")).toHaveCount(0);
  await expect(police.locator("#anhaenge")).toContainText("entfernt");
  expect((await police.request.get(address)).status()).toBe(404);
  expect(complained(office)).toEqual([]);
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("a part is covered by four numbers", async ({ page, browser }) => {
    const scripted = await signedIn(browser, person(/^Sachbearbeitung Ordnungsamt/));
    const picture = await street(scripted);
    const report = await enter(scripted, `Anhang ohne Skripte ${Date.now()}`);
    await signIn(page, person(/^Sachbearbeitung Ordnungsamt/));
    await page.goto(`${demo().url}${report}`);
    const form = await addForm(page);
    await form.locator("[name=file]").setInputFiles({ name: "Straße.jpg", mimeType: "image/jpeg", buffer: picture });
    await form.locator("#field-hidden > summary").click();
    const numbers = { left: "45", top: "40,5", width: "9", height: "14" };
    for (const [name, value] of Object.entries(numbers)) await form.locator(`[name=${name}]`).first().fill(value);
    await form.locator("button[type=submit]").click();
    await expect(page).toHaveURL(/angehaengt=1/);
    const address = (await page.locator(".ln-attachment__name").getAttribute("href"))!;
    expect(isGrey(await colourAt(scripted, address, 49, 47))).toBe(true);
  });
});
