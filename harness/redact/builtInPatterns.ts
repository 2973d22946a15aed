import { cardPattern } from "./cardPattern.ts";
import { emailPattern } from "./emailPattern.ts";
import { ibanPattern } from "./ibanPattern.ts";
import { ipPattern } from "./ipPattern.ts";
import type { Pattern } from "./pattern.ts";
import { phonePattern } from "./phonePattern.ts";
import { BUILT_IN, type BuiltIn } from "./redaction.ts";
import { secretPattern } from "./secretPattern.ts";

/**
 * The built-in patterns by name, in the order they are tried: what holds another one, such as a link with a password, comes first.
 * Throws SUITE_BROKEN for a country that is none.
 */
export function builtInPatterns(names: readonly BuiltIn[], country?: string): Pattern[] {
  const all: Record<BuiltIn, () => Pattern> = {
    secret: secretPattern,
    email: () => emailPattern,
    iban: () => ibanPattern,
    card: () => cardPattern,
    ip: () => ipPattern,
    phone: () => phonePattern(country),
  };
  return BUILT_IN.filter((name) => names.includes(name)).map((name) => all[name]());
}
