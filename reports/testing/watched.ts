import type { Page } from "@playwright/test";

/** Everything a page did that a report must not do. */
export interface Misdeeds {
  readonly requests: string[];
  readonly errors: string[];
  readonly dialogs: string[];
}

/** Watches a page from before it is opened. */
export function watched(page: Page): Misdeeds {
  const seen: Misdeeds = { requests: [], errors: [], dialogs: [] };
  page.on("request", (request) => {
    const url = request.url();
    // The file itself, and fonts that are part of it.
    if (!(url.startsWith("file:") && request.isNavigationRequest()) && !url.startsWith("data:font/")) seen.requests.push(url);
  });
  page.on("console", (message) => seen.errors.push(message.text()));
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    dialog.dismiss();
  });
  return seen;
}

export const NO_MISDEEDS: Misdeeds = { requests: [], errors: [], dialogs: [] };
