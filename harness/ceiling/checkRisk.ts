import { z } from "zod";
import type { Reversibility } from "../action.ts";
import { issueMessage } from "../case.ts";
import { EarnestError } from "../errors.ts";
import { visible } from "../words.ts";
import { CRITERIA, type RiskProfile, SIGNALS } from "./riskProfile.ts";

/** What a suite says of an action type besides its risk. */
export interface RiskContext {
  readonly type: string;
  readonly owners?: { readonly business?: string; readonly technical?: string } | undefined;
  /** Left out, it is unknown. */
  readonly reversibility?: Reversibility | undefined;
}

const NEXT = "Mend it in the risk of the row, and leave out an instrument that was not used";

const answer = z.boolean("expected true or false");
const oneOf = (...words: readonly [string, ...string[]]) =>
  z.enum(words, `expected ${words.map((word) => `"${word}"`).join(" or ")}`);
const named = (least: number, what: string) =>
  z.string(`expected ${what}`).refine((text) => visible(text) === text && (text.match(/[\p{L}\p{N}]/gu) ?? []).length >= least, {
    message: `expected ${what}, in letters that can be read`,
  });

const schema = z.strictObject({
  ...Object.fromEntries(
    CRITERIA.map((name) => {
      const said = "expected a whole number from 1 to 5, 5 the riskier";
      return [name, z.int(said).min(1, said).max(5, said).optional()];
    }),
  ),
  subAction: z.literal(true, "expected true, or nothing").optional(),
  questions: z
    .strictObject({ reversible: answer, contained: answer, fullContext: answer, errorCheaperThanDelay: answer })
    .optional(),
  quickTest: z
    .strictObject({
      frequency: oneOf("often", "seldom"),
      cost: oneOf("low", "high"),
      reversible: answer,
      data: oneOf("ample", "thin"),
    })
    .optional(),
  tier: oneOf("low", "medium", "high").optional(),
  signals: z
    .array(oneOf(...SIGNALS))
    .refine((signals) => new Set(signals).size === signals.length, "expected each signal once")
    .optional(),
  governance: z.strictObject({ by: named(2, "a name"), reference: named(1, "where the decision is written down") }).optional(),
});

/** Throws SUITE_BROKEN for a risk profile that says nothing, half of something, or two things that cannot both be so. */
export function checkRisk(risk: RiskProfile, context: RiskContext | undefined): void {
  const read = schema.safeParse(risk);
  const faults = read.success
    ? [...gaps(risk), ...contradictions(risk, context)]
    : read.error.issues.map((issue) => `${["risk", ...issue.path].map(String).join(".")}: ${issueMessage(issue, risk)}`);
  if (faults.length === 0) return;
  const whose = context === undefined ? "" : `${context.type}: `;
  throw new EarnestError("SUITE_BROKEN", `${whose}${faults.join("; ")}`, { next: NEXT });
}

function gaps(risk: RiskProfile): string[] {
  const given = CRITERIA.filter((name) => risk[name] !== undefined);
  const missing = CRITERIA.filter((name) => risk[name] === undefined);
  const instruments = [risk.questions, risk.quickTest, risk.tier, risk.signals];
  return [
    ...(given.length > 0 && missing.length > 0
      ? [`the scorecard of its risk lacks ${missing.join(", ")}: expected all six criteria, or none`]
      : []),
    ...(risk.subAction === true && given.length === 0
      ? ["risk.subAction: it changes what a scorecard allows, and there is no scorecard"]
      : []),
    ...(given.length === 0 && instruments.every((one) => one === undefined)
      ? ["risk: expected at least one of the six criteria together, questions, quickTest, tier, signals"]
      : []),
  ];
}

/** What cannot be undone, as far as its row says, is not to be called reversible where that raises the ceiling. */
function contradictions(risk: RiskProfile, context: RiskContext | undefined): string[] {
  if (context === undefined) return [];
  const { reversibility = "unknown", owners } = context;
  const owned = isOwned(owners) && risk.signals?.includes("no-owner") === true;
  const final = reversibility === "irreversible" || reversibility === "unknown";
  const says =
    context.reversibility === undefined
      ? "and its row leaves out reversibility, which is unknown then"
      : `and its row says reversibility: "${reversibility}"`;
  return [
    ...(owned ? ["risk.signals names no-owner, and its row names an owner"] : []),
    ...(final && risk.questions?.reversible === true ? [`risk.questions.reversible is true, ${says}`] : []),
    ...(final && risk.quickTest?.reversible === true ? [`risk.quickTest.reversible is true, ${says}`] : []),
    ...(final && (risk.reversibility ?? 5) <= 2 ? [`risk.reversibility is ${risk.reversibility}, easy to undo, ${says}`] : []),
  ];
}

/** Does anybody answer for it? */
export function isOwned(owners: RiskContext["owners"]): boolean {
  return [owners?.business, owners?.technical].some((name) => name !== undefined && /[\p{L}\p{N}]/u.test(name));
}
