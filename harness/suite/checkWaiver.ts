import { quote } from "../comparators/quote.ts";
import { EarnestError } from "../errors.ts";
import type { Waiver } from "../evidence/wallCount.ts";

/** A name and a reason: what nobody answers for waives nothing. */
export function checkWaiver(waiver: Waiver): void {
  if (isReadable(waiver?.by) && isReadable(waiver.because)) return;
  throw new EarnestError(
    "SUITE_BROKEN",
    `waiver is { by: a name, because: a reason }, each in letters that can be read, not ${quote(waiver)}`,
    {
      next: "Name who answers for it, and why; or leave it out, and the gate asks for a sealed wall",
    },
  );
}

/** Blanks, marks and characters that are drawn as nothing are no name; two letters may be one. */
export function isReadable(given: unknown): boolean {
  if (typeof given !== "string" || /(?![\n\t])\p{Cc}/u.test(given)) return false;
  const drawn = given.normalize("NFKC").replace(/\p{Default_Ignorable_Code_Point}/gu, "");
  return (drawn.match(/\p{L}/gu) ?? []).length >= 2;
}
