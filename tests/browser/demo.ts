import { test as base, expect, type Browser, type BrowserContext, type BrowserContextOptions, type Locator, type Page } from "@playwright/test";

/** Somebody of the demo. */
export interface Person {
  name: string;
  partner: string;
  unit: string;
  email: string;
  password: string;
  token: string;
}

/** What the demo said on its first line. */
export interface Demo {
  url: string;
  people: Person[];
}

export function demo(): Demo {
  const line = process.env.LAGENETZ_DEMO;
  if (!line) throw new Error("the demo has not been started: run `npm test`");
  return JSON.parse(line) as Demo;
}

/** The first person whose role matches. */
export function person(role: RegExp): Person {
  const found = demo().people.find((p) => role.test(p.name));
  if (!found) throw new Error(`nobody in the demo is ${role}: ${demo().people.map((p) => p.name).join(", ")}`);
  return found;
}

/** A page of a person who is signed in, in a browser of their own. */
export async function signedIn(browser: Browser, who: Person, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ baseURL: demo().url, ...options });
  const page = await context.newPage();
  watch(page);
  await signIn(page, who);
  return page;
}

export async function signIn(page: Page, who: Person): Promise<void> {
  await page.goto(`${demo().url}/anmelden`);
  const form = page.locator("form:has(input[type=password])");
  await form.locator("input[name=email]").fill(who.email);
  await form.locator("input[name=password]").fill(who.password);
  await form.locator("button[type=submit]").click();
  await expect(page.locator("body[data-signed-in]")).toBeAttached();
}

/**
 * Enters a report with a place, and answers with its address. `more` types what else a test needs; what standing rules
 * propose is not taken, so that the report begins as nobody's but its owner's.
 */
export async function enter(page: Page, title: string, more?: (page: Page) => Promise<unknown>): Promise<string> {
  await page.goto("/meldungen/neu");
  await page.locator("[name=title]").fill(title);
  await page.locator("[name=category]").selectOption({ index: 1 });
  await page.locator("[name=occurred_at]").fill("22.11.2026 11:40");
  await page.locator("#field-place details summary").click();
  await page.locator("[name=lon]").fill("7,8123");
  await page.locator("[name=lat]").fill("51,6789");
  await page.locator(".ln-form details summary", { hasText: "Text, Quelle" }).click();
  await page.locator("[name=summary]").fill("Kurzfassung für die Probe.");
  await more?.(page);
  for (const proposal of await page.locator("[name=rule]:checked:enabled").all()) await proposal.uncheck();
  await page.locator("#report-form button[type=submit]").first().click();
  await expect(page).toHaveURL(/\/meldungen\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname;
}

/** Chooses an audience in a panel of a disclosure, and unfolds those that are not at hand first. */
export async function chooseAudience(panel: Locator, id: string): Promise<void> {
  const audience = panel.locator(`input[name=audience][value=${id}]`);
  if (!(await audience.isVisible())) await panel.locator("#field-audience summary").click();
  await audience.check();
}

const complaints = new WeakMap<BrowserContext, string[]>();

/** Collects what the browser complains about: errors in scripts, refusals of the content security policy. */
export function watch(page: Page): void {
  const said = complaints.get(page.context()) ?? [];
  complaints.set(page.context(), said);
  page.on("console", (message) => {
    if (message.type() === "error") said.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => said.push(`${page.url()}: ${error.message}`));
  page.on("request", (request) => {
    const from = new URL(request.url());
    const here = ["data:", "blob:"].includes(from.protocol) || from.origin === new URL(demo().url).origin;
    if (!here) said.push(`${page.url()}: a request to ${from.origin}`);
  });
}

/** What the browser complained about so far. */
export function complained(page: Page): string[] {
  return complaints.get(page.context()) ?? [];
}

export const test = base;
export { expect };
