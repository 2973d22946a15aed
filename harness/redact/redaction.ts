import { EarnestError } from "../errors.ts";

/** The kinds of value that are redacted unless a dataset says otherwise. */
export const BUILT_IN = ["secret", "email", "iban", "card", "ip", "phone"] as const;

/** Those of them that tell who a person is, whatever text they stand in. */
export const PERSONAL = ["email", "iban", "card", "phone"] as const satisfies readonly BuiltIn[];

export type BuiltIn = (typeof BUILT_IN)[number];

/** A pattern of the user's own; `check`, such as a checksum, decides about each match. */
export interface OwnPattern {
  /** Small letters, digits and hyphens: it becomes part of the token. */
  readonly name: string;
  readonly pattern: RegExp;
  readonly check?: (match: string) => boolean;
}

/**
 * What is taken out of a dataset's texts before anything of them is written or sent. A value becomes a token such as
 * `[iban:3f2a9c41d07e]`, the same value the same token everywhere. Texts, the names of members and whole numbers of eight digits
 * or more are looked at; a number that is all of a card's, say, becomes the token that the same digits become in a text.
 */
export interface Redaction {
  /** Which of the built-in patterns; default: all. */
  readonly patterns?: readonly BuiltIn[];
  readonly own?: readonly OwnPattern[];
  /** Paths of a case that are left as they are, with all below them, such as `input.order` or `decisions.*.actions.*.params.order`. */
  readonly except?: readonly string[];
  /** Two capital letters: numbers dialled within this country are phone numbers too. */
  readonly country?: string;
  /**
   * Name of an environment variable with a secret of yours, from which the tokens are made: without it, nobody can find out
   * by trying whether a value he thinks of is in the dataset. With the dataset's name alone, he can.
   */
  readonly keyedBy?: string;
  /** The same, and the run keeps each value encrypted with that secret, so that `earnest reveal` can show what a token stands for. */
  readonly reversibleWith?: string;
}

/** Nothing is redacted, and why. */
export interface NoRedaction {
  readonly none: string;
}

/** What was redacted, for the header of a run. */
export interface RedactionFacts {
  readonly patterns: readonly string[];
  /** How many places, by pattern; a pattern that found nothing has 0. */
  readonly counts: Readonly<Record<string, number>>;
  readonly except: readonly string[];
  readonly country: string | null;
  /** The environment variable with the key of the tokens; null where the dataset's name is all there is. */
  readonly keyedBy: string | null;
  /** Does the run keep what the tokens stand for, encrypted with that key? */
  readonly reversible: boolean;
  /** Why nothing was redacted; null where it was. */
  readonly none: string | null;
}

const NAME = /^[a-z][a-z0-9-]{0,23}$/;
const PATH = /^[^.\s]+(?:\.[^.\s]+)*$/;

/** Throws SUITE_BROKEN for a redaction that cannot be meant. */
export function refuseRedaction(dataset: string, given: Redaction | NoRedaction): void {
  const fault = "none" in given ? reasonFault(given) : [...patternFaults(given), ...pathFaults(given), ...keyFaults(given)][0];
  if (fault === undefined) return;
  throw new EarnestError("SUITE_BROKEN", `the redact of ${dataset} ${fault}`, {
    next: 'Leave redact out for the built-in patterns, or say why nothing needs it: redact: { none: "the reason" }',
  });
}

function reasonFault({ none, ...more }: NoRedaction): string | undefined {
  if (typeof none !== "string" || none.trim() === "") return "says none without a reason";
  return Object.keys(more).length > 0 ? `says none, and also ${Object.keys(more).join(", ")}` : undefined;
}

function patternFaults({ patterns = BUILT_IN, own = [] }: Redaction): string[] {
  const names = [...patterns, ...own.map(({ name }) => name)];
  const known: readonly string[] = BUILT_IN;
  return [
    ...patterns.filter((name) => !known.includes(name)).map((name) => `names "${name}"; there are ${BUILT_IN.join(", ")}`),
    ...own
      .filter(({ name }) => !NAME.test(name) || known.includes(name))
      .map(
        ({ name }) =>
          `needs another name for its own "${name}": small letters, digits and hyphens, and none of ${BUILT_IN.join(", ")}`,
      ),
    ...own
      .filter(({ pattern }) => new RegExp(pattern).test(""))
      .map(({ name }) => `has a pattern "${name}" that matches the empty text`),
    ...names.filter((name, i) => names.indexOf(name) !== i).map((name) => `names "${name}" twice`),
    ...(names.length === 0 ? ["names no pattern"] : []),
  ];
}

function pathFaults({ except = [] }: Redaction): string[] {
  return except.filter((path) => !PATH.test(path)).map((path) => `excepts "${path}", which is no path such as input.order`);
}

function keyFaults({ keyedBy, reversibleWith }: Redaction): string[] {
  if (keyedBy === "" || reversibleWith === "") return ["names no environment variable for its key"];
  return keyedBy !== undefined && reversibleWith !== undefined ? ["has both keyedBy and reversibleWith: one key is enough"] : [];
}
