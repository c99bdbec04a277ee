import { expect, type Page } from "@playwright/test";

/** An export of a reporting portal with a row that no calendar knows. */
const EXPORT = [
  "Meldungsnummer;Kategorie;Straße;Hausnummer;Beschreibung;Eingang;Rechtswert;Hochwert;Nachname;Vorname;E-Mail;Telefon",
  "M-2026-1;Lärm nachts;Marktplatz;1;Laute Musik bis nach Mitternacht;20.11.2026 23:10;418400;5726500;;;;",
  "M-2026-2;Wilde Müllkippe;Marktplatz;3;Kühlschrank neben dem Container;20.11.2026 07:45;418450;5726520;;;;",
  "M-2026-3;Sperrmüll;Marktplatz;5;Sofa auf dem Gehweg;31.11.2026 09:00;418460;5726530;;;;",
  "M-2026-4;Graffiti;Bahnhofstraße;2;Schrift an der Unterführung;;;;;;;",
  "M-2026-5;Beleuchtung aus;Bahnhofstraße;9;Zwei Laternen dunkel;19.11.2026;;;;;;",
].join("\n");

/** Uploads the export as the person who is signed in; the answer is the path of its preview. */
export async function uploaded(page: Page): Promise<string> {
  await page.goto("/meldungen/einlesen");
  const form = page.locator("form[enctype]");
  await form.locator("[name=source]").selectOption("portal");
  await form.locator("[name=import-profile]").selectOption("maengelmelder");
  const file = { name: "auszug.csv", mimeType: "text/csv", buffer: Buffer.from(EXPORT) };
  await form.locator("[name=file]").setInputFiles(file);
  await form.locator("button[type=submit]").click();
  await expect(page.locator("h1")).toHaveText("auszug.csv");
  return new URL(page.url()).pathname;
}
