// The daily exchange in two browsers: a citizen's report goes to who can act and its outcome comes back; what is urgent
// reaches who is on duty at once.
import type { Page } from "@playwright/test";
import { chooseAudience, complained, enter, expect, person, signedIn, test } from "../demo.js";

// A test asserts no time: another page may take the processor meanwhile.
const soon = { timeout: 10_000 };

/** Refers the report that the page shows, and answers with the address of the referral. */
async function refer(page: Page, report: string, unit: string, request: string): Promise<string> {
  await page.goto(report);
  const panel = page.locator("#abgeben");
  await panel.locator("[name=to_unit]").selectOption(unit);
  await panel.locator("[name=request]").fill(request);
  await panel.locator("button[type=submit]").click();
  await expect(page).toHaveURL(/\/abgaben\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname;
}

/** Does the next step of the referral that the page shows. */
async function step(page: Page, what: string, text: string): Promise<void> {
  const form = page.locator("details", { has: page.locator(`input[name=what][value=${what}]`) });
  await form.locator("summary").click();
  await form.locator("[name=text]").fill(text);
  if (what === "done") await form.locator("[name=result]").selectOption("resolved");
  await form.locator("button[type=submit]").click();
  await expect(page).toHaveURL(new RegExp(`gemacht=${what}`));
}

async function waiting(page: Page): Promise<number> {
  await page.waitForLoadState("domcontentloaded");
  const [count = "0"] = await page.locator("#for-me .ln-badge").allTextContents();
  return Number(count);
}

for (const { receiver, unit, name } of [
  { receiver: /^Bezirks- und/, unit: "bezirksdienst", name: "the police" },
  { receiver: /^Streife Kommunaler/, unit: "kod", name: "the municipal service" },
]) {
  test(`a citizen's report goes to ${name} and its outcome comes back`, async ({ browser }) => {
    const city = await signedIn(browser, person(/^Bürgerservice/));
    const acting = await signedIn(browser, person(receiver));
    const title = `Abgabe im Browser ${unit} ${Date.now()}`;
    const report = await enter(city, title, async (page) => page.locator("[name=own_ref]").fill(`MM-${unit}`));

    await acting.goto("/fuer-mich");
    const before = await waiting(acting);
    const referral = await refer(city, report, unit, "Bitte ansehen");
    // It waits for the receiver without reload, in the head of the page and in its list.
    await expect.poll(() => waiting(acting), soon).toBe(before + 1);
    const row = acting.locator(`a[href="${referral}"]`);
    await expect(row).toBeVisible(soon);

    await row.click();
    await expect(acting.locator("h1")).toHaveText(title);
    await acting.locator("button[name=what][value=accepted]").click();
    await expect(acting).toHaveURL(/gemacht=accepted/);
    expect(await waiting(acting)).toBe(before);
    await step(acting, "progress", "Streife ist unterwegs");
    await step(acting, "done", "Vor Ort gesprochen, Ruhe hergestellt");

    // The sender: on its page, at the report, and in the file for the source.
    await city.goto("/fuer-mich");
    await expect(city.locator("#mine")).toContainText("erledigt");
    await city.goto(report);
    await expect(city.locator("#report")).toContainText("Vor Ort gesprochen, Ruhe hergestellt");
    await expect(city.locator("#report")).toContainText("behoben");
    await city.goto("/abgaben?state=ended");
    await city.locator("summary", { hasText: "Ergebnisse als Datei" }).click();
    const file = city.locator("a[download]").first();
    const csv = await (await city.request.get((await file.getAttribute("href"))!)).text();
    expect(csv).toContain(`MM-${unit};erledigt;behoben;`);
    expect(csv).toContain("Vor Ort gesprochen, Ruhe hergestellt");
    expect([...complained(city), ...complained(acting)]).toEqual([]);
  });
}

test("what is urgent reaches who is on duty at once, and the sender sees it received", async ({ browser }) => {
  const city = await signedIn(browser, person(/^Sachbearbeitung Ordnungsamt/));
  const duty = await signedIn(browser, person(/^Lagedienst/));
  const title = `Sofort im Browser ${Date.now()}`;
  const report = await enter(city, title, async (page) => page.locator("[name=urgency]").selectOption("immediate"));

  await duty.goto("/konto");
  const before = await waiting(duty);
  await city.goto(report);
  const panel = city.locator("#freigeben");
  await chooseAudience(panel, "polizei-lage");
  await panel.locator("button[name=profile][value=bearbeitung]").click();
  await expect(city).toHaveURL(/freigegeben=1/);
  // Told on whatever page is open; that alone is no receipt.
  await expect(duty.locator("#live")).toContainText("Neue Sofortmeldung", soon);
  await expect.poll(() => waiting(duty), soon).toBe(before + 1);
  await expect(city.locator("#report")).toContainText("noch nicht empfangen");

  // One key away, and without reload at the sender: received, then taken note of.
  await duty.locator("#for-me").click();
  await expect(city.locator("#report .ln-badge", { hasText: /^empfangen$/ })).toBeVisible(soon);
  await duty.locator("li", { hasText: title }).getByRole("button", { name: "Zur Kenntnis nehmen" }).click();
  await expect(duty).toHaveURL(/gemacht=acknowledged/);
  await expect(city.locator("#report .ln-badge", { hasText: "zur Kenntnis genommen" })).toBeVisible(soon);
  expect([...complained(city), ...complained(duty)]).toEqual([]);
});
