import { EarnestError } from "../errors.ts";

/** Checks a number of things, a whole number from 1, before any evidence is seen; throws SUITE_BROKEN. */
export function checkCount(name: string, what: string, given: unknown): void {
  if (typeof given === "number" && Number.isSafeInteger(given) && given >= 1) return;
  throw new EarnestError("SUITE_BROKEN", `${name} expects ${what} as a whole number from 1, got ${String(given)}`);
}

/** Checks an amount above 0, before any evidence is seen; throws SUITE_BROKEN. */
export function checkAmount(name: string, what: string, given: unknown): void {
  if (typeof given === "number" && Number.isFinite(given) && given > 0) return;
  throw new EarnestError("SUITE_BROKEN", `${name} expects ${what} as a number above 0, got ${String(given)}`);
}

/** Checks that a criterion got its settings by name; throws SUITE_BROKEN. */
export function checkSettings(name: string, given: unknown, example: string): void {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return;
  throw new EarnestError("SUITE_BROKEN", `${name} expects its settings by name, got ${String(given)}`, {
    next: `Write ${example}`,
  });
}
