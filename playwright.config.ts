import { defineConfig } from "@playwright/test";
import { findBrowser } from "./.ci/findBrowser.ts";

const executablePath = findBrowser();

/** Page tests: rendered reports, opened from disk in Chromium. */
export default defineConfig({
  testDir: "reports/pages",
  outputDir: "test-results",
  fullyParallel: true,
  reporter: "list",
  forbidOnly: process.env["CI"] !== undefined,
  use: {
    viewport: { width: 1280, height: 900 },
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
