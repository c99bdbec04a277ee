// Everything but the map works without scripts: sign in, look, enter, disclose, withdraw, sign out.
import { chooseAudience, demo, expect, person, signIn, test } from "../demo.js";

test.use({ javaScriptEnabled: false });

test("the day's work is done without scripts", async ({ page }) => {
  await signIn(page, person(/^Sachbearbeitung Ordnungsamt/));

  await page.goto(demo().url);
  await expect(page.locator(".ln-tables table").first()).toBeVisible();
  await expect(page.locator("#lage-list [data-report]").first()).toBeVisible();
  for (const needsScripts of await page.locator(".ln-js").all()) await expect(needsScripts).toBeHidden();

  // A filter is a form with a button.
  await page.locator("#lage-filter input[name=kind][value=public]").check();
  await page.locator("#lage-filter button[type=submit]").click();
  await expect(page).toHaveURL(/kind=public/);

  // What is wrong is said all at once, and what was typed stays.
  await page.goto(`${demo().url}/meldungen/neu`);
  await page.locator("[name=title]").fill("");
  await page.locator("[name=occurred_at]").fill("31.02.2026");
  await page.locator("#report-form button[type=submit]").first().click();
  await expect(page.locator("#errors li")).not.toHaveCount(1);
  await expect(page.locator("[name=occurred_at]")).toHaveValue("31.02.2026");

  // A person in the text is pointed out before anything is saved, and can be left out.
  await page.locator("[name=title]").fill("Anruf von Herrn Mustermann");
  await page.locator("[name=category]").selectOption({ index: 2 });
  await page.locator("[name=occurred_at]").fill("22.11.2026 09:15");
  await page.locator("#report-form button[type=submit]").first().click();
  await expect(page.locator(".kern-alert--warning")).toContainText("Mustermann");
  await page.locator("button[name=persons][value=leave_out]").click();
  await expect(page).toHaveURL(/\/meldungen\/[0-9a-f-]{36}/);
  await expect(page.locator("h1")).not.toContainText("Mustermann");
  // What the standing rules proposed waits for a summary; the report itself is saved.
  await expect(page.locator("main [role=status]").first()).toContainText("gespeichert");

  // Two clicks: audience, profile.
  await chooseAudience(page.locator("#freigeben"), "polizei");
  await page.locator("#freigeben button[name=profile][value=hinweis]").click();
  await expect(page.locator("main [role=status]").first()).toBeVisible();
  await page.locator("#freigeben details", { has: page.locator("[name=reason]") }).locator("summary").first().click();
  await page.locator("#freigeben [name=reason]").first().fill("Ohne Skripte geprüft.");
  await page.locator("#freigeben form[action*=zurueckziehen] button[type=submit]").first().click();
  await expect(page.locator("main")).toContainText(/zurückgezogen/i);

  await page.locator("header details:has(form[action='/abmelden']) summary").click();
  await page.locator("form[action='/abmelden'] button").click();
  await expect(page.locator("input[type=password]")).toBeVisible();
});

test("every page shows its content without scripts", async ({ page }) => {
  await signIn(page, person(/^Sachbearbeitung Ordnungsamt/));
  const paths = [
    "/fuer-mich",
    "/meldungen",
    "/meldungen/einlesen",
    "/doppelungen",
    "/abgaben",
    "/sofortmeldungen",
    "/befunde",
    "/befunde/verfahren",
    "/befunde/register",
    "/befunde/register/neu",
    "/freigaben",
    "/freigaben?richtung=von-uns",
    "/konto",
    "/konto/zweiter-faktor",
    "/vereinbarung",
    "/vereinbarung/weitergabe",
  ];
  for (const path of paths) {
    const answer = await page.goto(`${demo().url}${path}`);
    expect(answer?.status(), path).toBe(200);
    await expect(page.locator("h1"), path).toHaveCount(1);
    for (const needsScripts of await page.locator("main .ln-js").all()) await expect(needsScripts, path).toBeHidden();
    // What is folded unfolds, and what is sent has a button.
    expect(await page.locator("main form:not(:has(button, input[type=submit]))").count(), path).toBe(0);
  }

  // An entry of the register is made, led on and found again.
  await page.goto(`${demo().url}/befunde/register/neu`);
  await page.locator("[name=title]").fill("Unterführung ohne Skripte");
  await page.locator("[name=hotspot_kind]").selectOption("fear_space");
  await page.locator("[name=category]").selectOption("laerm");
  await page.locator("#field-place details summary").click();
  await page.locator("[name=lon]").fill("7,8123");
  await page.locator("[name=lat]").fill("51,6789");
  await page.locator("main form button[type=submit]").last().click();
  await expect(page.locator("h1")).toHaveText("Unterführung ohne Skripte");
  await page.goto(`${demo().url}/befunde/register`);
  await expect(page.locator("main")).toContainText("Unterführung ohne Skripte");
});
