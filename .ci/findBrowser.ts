import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { findBrowser as findAny } from "../harness/cli/findBrowser.ts";

/** Path of a Chromium to test with: Playwright's own if installed, else the one that the CLI would print with. */
export function findBrowser(): string | undefined {
  const own = chromium.executablePath();
  return existsSync(own) ? own : findAny();
}
