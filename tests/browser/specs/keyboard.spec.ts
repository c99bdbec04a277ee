// The keyboard is enough.
import { expect, person, signedIn, test } from "../demo.js";

test("one can skip to the content, reach the map's tools and filter without a mouse", async ({ browser }) => {
  const page = await signedIn(browser, person(/^Sachbearbeitung Ordnungsamt/));
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.locator(".ln-skip")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();

  const kind = page.locator("#lage-filter input[name=kind][value=security]");
  await kind.focus();
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/kind=security/);
  // The parts of the page were exchanged, the hand is where it was.
  await expect(page.locator("#lage-filter input[name=kind][value=security]")).toBeFocused();
});

test("a report is entered with the keyboard alone", async ({ browser }) => {
  const page = await signedIn(browser, person(/^Sachbearbeitung Ordnungsamt/));
  await page.goto("/meldungen/neu");
  await page.locator("[name=title]").focus();
  await page.keyboard.type("Lampe am Radweg aus");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  const when = page.locator("[name=occurred_at]");
  await expect(when).toBeFocused();
  await when.fill("22.11.2026 08:00");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/meldungen\/[0-9a-f-]{36}/);
});

test("every place that the keyboard reaches can be seen", async ({ browser }) => {
  const page = await signedIn(browser, person(/^Sachbearbeitung Ordnungsamt/));
  await page.goto("/");
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab");
    const ring = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return "none needed";
      const ringed = [at, at.parentElement, at.nextElementSibling].filter((e): e is Element => e !== null);
      const drawn = ringed.some((e) => {
        const style = getComputedStyle(e);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
      });
      return drawn ? "drawn" : at.outerHTML.slice(0, 200);
    });
    expect(["drawn", "none needed"]).toContain(ring);
  }
});
