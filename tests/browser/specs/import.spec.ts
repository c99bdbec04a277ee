// A file becomes reports, in a browser without scripts.
import { readFileSync } from "node:fs";
import { expect, person, signedIn, test } from "../demo.js";
import { uploaded } from "../upload.js";

test("a file is looked at, brought in and confirmed without scripts", async ({ browser }) => {
  const page = await signedIn(browser, person(/^Sachbearbeitung Ordnungsamt/), { javaScriptEnabled: false });
  const batch = await uploaded(page);
  await expect(page.locator("main")).toContainText("31.11.2026");
  await expect(page.locator("tbody tr")).toHaveCount(3);
  await page.locator(`form[action="${batch}/beginnen"] button`).click();
  // The page asks again by itself until the batch is there.
  const rejects = page.locator(`a[href="${batch}/abgewiesen"]`);
  await expect(rejects).toBeVisible({ timeout: 30_000 });
  const download = page.waitForEvent("download");
  await rejects.click();
  const text = readFileSync(await (await download).path(), "utf8");
  expect(text).toContain("Sofa auf dem Gehweg");
  expect(text).not.toContain("Laute Musik");
  await page.goto(batch);
  await page.locator(`form[action="${batch}/bestaetigen"] button[type=submit]`).click();
  await expect(page.locator("main")).toContainText("Bestätigt.");
});
