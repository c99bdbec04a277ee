// Every page, as those who use it see it: German and English, phone to wall, light and dark. axe finds nothing, the
// browser complains about nothing, nothing runs out of the window. The pictures lie in `out/pages` to be looked at.
import AxeBuilder from "@axe-core/playwright";
import { addForm, attached } from "../attach.js";
import { demo, complained, expect, person, signedIn, test, watch } from "../demo.js";
import { uploaded } from "../upload.js";

const WIDTHS = { phone: [390, 844], desk: [1440, 900], wall: [2560, 1440] } as const;
const LOOKS = [
  { width: "phone", scheme: "light", language: "de" },
  { width: "phone", scheme: "dark", language: "en" },
  { width: "desk", scheme: "light", language: "de" },
  { width: "desk", scheme: "dark", language: "de" },
  { width: "desk", scheme: "light", language: "en" },
  { width: "wall", scheme: "dark", language: "de" },
] as const;

/** Links in the text, not the ways between pages. */
const NOT_TABS = ":not([href$=register], [href$=verfahren], [href$=neu])";

const OFFICE = /^Sachbearbeitung Ordnungsamt/;

/** Who looks at what; `links` are opened from where they stand: the page, and a selector of the first to follow. */
const PAGES: Record<string, { role: RegExp; paths: string[]; links?: Record<string, [string, string]> }> = {
  officer: {
    role: OFFICE,
    paths: [
      "/",
      "/?ansicht=tabelle&preset=all",
      "/?preset=24h&category=laerm",
      "/?category=laerm&from=1.1.1999&to=2.1.1999",
      "/meldungen",
      "/meldungen?category=laerm&from=1.1.1999&to=2.1.1999",
      "/meldungen/neu",
      "/meldungen/einlesen",
      "/konto",
      "/konto/zweiter-faktor",
      "/konto/zugangsschluessel",
    ],
    links: { own: ["/meldungen?own=1&preset=all", "a.ln-row__title"] },
  },
  exchange: {
    role: OFFICE,
    paths: [
      "/fuer-mich",
      "/abgaben",
      "/abgaben?state=ended",
      "/sofortmeldungen",
      "/doppelungen",
      "/befunde",
      "/befunde/verfahren",
      "/befunde/register",
      "/befunde/register/neu",
      "/freigaben",
      "/freigaben?richtung=von-uns",
      "/freigaben/neu?preset=24h",
    ],
    links: {
      finding: ["/befunde", `main a[href^="/befunde/"]${NOT_TABS}`],
      hotspot: ["/befunde/register", `main a[href^="/befunde/register/"]${NOT_TABS}`],
      referral: ["/abgaben", "main a[href^='/abgaben/']"],
      received: ["/freigaben", "#received .ln-row__title a"],
      made: ["/freigaben?richtung=von-uns", "#made .ln-row__title a"],
    },
  },
  agreement: {
    role: OFFICE,
    paths: [
      "/vereinbarung",
      "/vereinbarung/pflichten",
      "/vereinbarung/partner",
      "/vereinbarung/gremien",
      "/vereinbarung/weitergabe",
      "/vereinbarung/quellen",
      "/vereinbarung/rechtsgrundlagen",
    ],
  },
  police: {
    role: /^Analyse/,
    paths: [
      "/",
      "/befunde",
      "/befunde/register",
      "/meldungen",
      "/freigaben",
      "/fuer-mich",
      "/abgaben",
      "/sofortmeldungen",
      "/sofortmeldungen/zeiten",
      "/doppelungen",
    ],
    links: {
      report: ["/meldungen?preset=all", "a.ln-row__title"],
      notice: ["/sofortmeldungen", "main a[href^='/sofortmeldungen/']:not([href$=zeiten])"],
    },
  },
  admin: {
    role: /^Verwaltung|^Administration/,
    paths: ["/", "/meldungen", "/freigaben", "/verwaltung", "/verwaltung/gliederungen", "/konto"],
    links: { account: ["/verwaltung", "main table a[href^='/verwaltung/']"] },
  },
  privacy: { role: /^Datenschutz/, paths: ["/", "/datenschutz", "/datenschutz/staende"] },
};

for (const look of LOOKS) {
  const [width, height] = WIDTHS[look.width];
  const options = {
    viewport: { width, height },
    colorScheme: look.scheme,
    locale: look.language === "de" ? "de-DE" : "en-GB",
    isMobile: look.width === "phone",
    hasTouch: look.width === "phone",
    reducedMotion: "reduce" as const,
  };
  const name = `${look.width} ${look.scheme} ${look.language}`;

  for (const [who, { role, paths, links = {} }] of Object.entries(PAGES)) {
    test(`${name}: the pages of ${who}`, async ({ browser }) => {
      const page = await signedIn(browser, person(role), options);
      await page.goto(`/sprache/${look.language}?weiter=/`);
      const open = async (path: string, called = path) => {
        await page.goto(path);
        await expect(page.locator("h1")).toHaveCount(1);
        await expect(page.locator("html")).toHaveAttribute("lang", look.language);
        await settled(page);
        await check(page, `${look.width}-${look.scheme}-${look.language}-${who}-${called}`);
      };
      for (const path of paths) await open(path);
      // A file that waits to be brought in.
      if (who === "officer") await open(await uploaded(page), "batch");
      // A report with attachments, and the form for one more unfolded.
      if (who === "officer") {
        await open(await attached(page), "attachments");
        await (await addForm(page)).locator("#field-hidden > summary").click();
        await check(page, `${look.width}-${look.scheme}-${look.language}-${who}-attach`);
      }
      for (const [called, [from, selector]] of Object.entries(links)) {
        await page.goto(from);
        const address = await page.locator(selector).first().getAttribute("href");
        await open(address!, called);
        if (called === "own") await open(`${address}/bearbeiten`, "edit");
      }
      expect(complained(page)).toEqual([]);
    });
  }

  test(`${name}: the page for signing in`, async ({ browser }) => {
    const context = await browser.newContext({ baseURL: demo().url, ...options });
    const page = await context.newPage();
    watch(page);
    await page.goto(`/sprache/${look.language}?weiter=/anmelden`);
    await check(page, `${look.width}-${look.scheme}-${look.language}-nobody-anmelden`);
    await page.goto("/gibt-es-nicht");
    expect(complained(page).filter((text) => !text.includes("404"))).toEqual([]);
  });
}

/** Waits until the map has drawn what it asked for, where there is one. */
async function settled(page: import("@playwright/test").Page): Promise<void> {
  const map = page.locator("#lage-map, #report-map");
  if ((await map.count()) > 0) await expect(map.first()).toHaveAttribute("data-idle", "true", { timeout: 30_000 });
}

async function check(page: import("@playwright/test").Page, name: string): Promise<void> {
  const file = name.replace(/[^\wäöüß-]+/g, "_");
  await page.screenshot({ path: `out/pages/${file}.png`, fullPage: !name.includes("wall") });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider, `${name} runs out of the window`).toBeLessThanOrEqual(0);
  expect(await page.locator("body").innerText(), `${name} misses a word`).not.toContain("⟦");
  const axe = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  const found = axe.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
  expect(found, name).toEqual([]);
}
