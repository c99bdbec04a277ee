// From a finding to what a measure did: the city's finding is told to the police, taken up there, gets a site visit and a
// measure in the register, and stands beside a comparison. Nobody sees the other's register.
import type { Page } from "@playwright/test";
import { chooseAudience, complained, expect, person, signedIn, test } from "../demo.js";

/** Does a step in the entry that the page shows. */
async function step(page: Page, what: string, fields: Record<string, string>, ticked: string[] = []): Promise<void> {
  const form = page.locator("details", { has: page.locator(`input[name=what][value=${what}]`) });
  await form.locator("summary").click();
  for (const [name, value] of Object.entries(fields)) await form.locator(`[name=${name}]`).fill(value);
  for (const cause of ticked) await form.locator(`[name=cause][value=${cause}]`).check();
  await form.locator("button[type=submit]").click();
  await expect(page).toHaveURL(new RegExp(`gemacht=${what}`));
}

test("a finding is told, accepted there, and followed to before and after", async ({ browser }) => {
  const city = await signedIn(browser, person(/^Bürgerservice/));
  const police = await signedIn(browser, person(/^Lagedienst/));

  // The night is searched as soon as the server has settled.
  const found = city.locator("main article.ln-card", { hasText: "Lärm" }).filter({ hasText: "Eigene Meldungen" }).first();
  await expect(async () => {
    await city.goto("/befunde");
    await expect(found).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 120_000 });
  await found.locator("h3 > a").click();
  await expect(city.locator("main")).toContainText("Was dagegen spricht");
  const title = await city.locator("h1").innerText();

  // Told: the police read area, period, kind and a rounded number.
  const tell = city.locator("form[action$='/mitteilen']");
  await chooseAudience(tell, "polizei-lage");
  await tell.locator("button[name=profile][value=lage]").click();
  await expect(city).toHaveURL(/mitgeteilt=1/);
  await police.goto("/befunde");
  const told = police.locator("main article.ln-card", { hasText: "Mitteilung:" }).filter({ hasText: title }).first();
  await expect(told).toContainText(/rund \d*[05]\b/);
  await told.locator("h3 > a").click();

  // Accepted there with one click, which is an entry of the register of the police.
  await police.locator("form[action$='/register'] button[value=complaint_hotspot]").click();
  await expect(police).toHaveURL(/befunde\/register\/[0-9a-f-]{36}\?gemacht=taken/);
  await expect(police.locator("h1")).toHaveText(title);

  // The city takes it up, too, and does something about it.
  await city.locator("form[action$='/register'] button[value=complaint_hotspot]").click();
  await expect(city).toHaveURL(/gemacht=taken/);
  const entry = new URL(city.url()).pathname;
  expect((await police.request.get(entry)).status()).toBe(404);
  await step(city, "inspected", { on: "16.11.2026", text: "Zwei Leuchten sind aus." }, ["lighting", "venues"]);
  await expect(city.locator("main")).toContainText("zu dunkel");
  await step(city, "measure", { on: "8.11.2026", text: "Doppelstreife am Abend." });
  await expect(city.locator(".ln-badge").first()).toHaveText("Maßnahme läuft");
  const effect = city.locator("[aria-labelledby=effect]");
  await expect(effect.locator("tbody tr")).toHaveCount(4);
  await expect(effect).toContainText("Was dagegen spricht");
  await expect(effect.locator("tbody td").nth(1)).toHaveText(/^\d+$/);
  await step(city, "observed", { text: "Abends ruhiger." });
  await step(city, "resolved", { text: "Erprobt." });
  await city.goto("/befunde/register");
  await city.locator("details summary", { hasText: "erledigt" }).click();
  await expect(city.locator("details", { hasText: title })).toBeVisible();

  const others = [...complained(city), ...complained(police)].filter((text) => !text.includes("404"));
  expect(others).toEqual([]);
});
