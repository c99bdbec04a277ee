import { defineConfig } from "@playwright/test";

/** The browser on the demo of the built binary. Debian's Chromium; nothing is downloaded. */
export default defineConfig({
  testDir: "specs",
  outputDir: "out/results",
  globalSetup: "./setup.ts",
  // Two cores build and serve at once: patience belongs to the machine, not to the product.
  timeout: 240_000,
  expect: { timeout: 10_000 },
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "de-DE",
    timezoneId: "Europe/Berlin",
    launchOptions: {
      executablePath: process.env.LAGENETZ_CHROMIUM ?? "/usr/bin/chromium",
      // A container has no user namespaces to build a sandbox of; the pages are our own.
      args: ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
    },
  },
});
