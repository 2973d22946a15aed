import { shuffleKey } from "../dataset/sampleOrder.ts";
import type { Interval } from "../stats/clopperPearson.ts";
import { cohenKappa } from "../stats/cohenKappa.ts";
import { JudgeAuditE } from "../stats/judgeAuditE.ts";
import { poststratified } from "../stats/poststratified.ts";
import { ppiMean } from "../stats/ppiMean.ts";
import type { Rate } from "../stats/rate.ts";
import { roganGladen, tellsEnough } from "../stats/roganGladen.ts";
import { wilson } from "../stats/wilson.ts";
import type { CheckedCase, JudgeCounted } from "./judgeCount.ts";

/** An estimated share with its 95% range; the ends of `ppi` may lie outside [0, 1]. */
interface Estimate extends Interval {
  readonly estimate: number;
}

/** What the audit's log E must reach: an error level of 5%. */
const AUDIT_BAR = Math.log(1 / 0.05);
/** So far is looked ahead for the adjudications that are still needed. */
const LOOK_AHEAD = 10_000;

/** How a model judge compares with people on one action type; all but the counts rests on the cases drawn at random. */
export interface JudgeMeasured extends Omit<JudgeCounted, "checked"> {
  readonly drawn: number;
  /** Drawn cases on which reviewers did not all answer alike, and those without an answer: these count as not the same. */
  readonly conflicts: number;
  readonly unsettled: number;
  /** Who called the two decisions the same: both the judge and people, the judge alone, people alone, neither. */
  readonly table: { readonly both: number; readonly judgeOnly: number; readonly peopleOnly: number; readonly neither: number };
  /** Of what people called the same, and of what they called different, the part that the judge called alike; Wilson's range, one look. */
  readonly sensitivity: Rate & Interval;
  readonly specificity: Rate & Interval;
  /** sensitivity + specificity - 1: 1 for a judge like people, 0 for one that says nothing; null where people saw one kind only. */
  readonly informed: number | null;
  /** How often the judge, and how often the constant answer "the same", goes with people. */
  readonly agreement: Rate;
  readonly constant: Rate;
  readonly kappa: { readonly kappa: number; readonly interval: Interval | null } | null;
  /** The share of this run's cases that match, corrected; null without drawn cases. By one kind where one of the two was never drawn. */
  readonly corrected: (Estimate & { readonly kinds: 1 | 2 }) | null;
  readonly ppi: (Estimate & { readonly weight: number }) | null;
  /** For display only; null where the judge says too little. */
  readonly roganGladen: Estimate | null;
  /** Null where the gate asks for no match rate. */
  readonly audit: JudgeAudit | null;
}

/** The evidence that at least `floor` of this run's cases match, whatever the judge is worth. */
export interface JudgeAudit {
  readonly floor: number;
  /** log E now; "Infinity" once it is certain. */
  readonly logE: number | "Infinity";
  readonly shown: boolean;
  /** Adjudications still needed if people go on agreeing with the judge; null where agreeing alone would not do. */
  readonly more: number | null;
}

/**
 * Measures a model judge against people and corrects the match rate by it. Null without any adjudication of a case in the column.
 * The checks are audited in the order of a seeded hash of their case ids, never in that of the file.
 * Source: methods of Cochran 1977 (post-stratification), Angelopoulos et al. 2023 (prediction-powered), Stark 2020 (audit); see harness/stats.
 */
export function judgeMeasured(
  counted: JudgeCounted,
  { floor, seed }: { readonly floor: number | null; readonly seed: number },
): JudgeMeasured | null {
  const { checked: found, ...counts } = counted;
  if (counts.cases === 0 || found.length + counts.picked === 0) return null;
  const checked = inRandomOrder(found, seed);
  const n = (judge: boolean, human: boolean) => checked.filter((one) => one.judge === judge && one.human === human).length;
  const table = { both: n(true, true), judgeOnly: n(true, false), peopleOnly: n(false, true), neither: n(false, false) };
  const sensitivity = rate(table.both, table.both + table.peopleOnly);
  const specificity = rate(table.neither, table.neither + table.judgeOnly);
  const informed =
    sensitivity.n === 0 || specificity.n === 0 ? null : sensitivity.count / sensitivity.n + specificity.count / specificity.n - 1;
  const { kappa, interval } = cohenKappa([
    [table.both, table.judgeOnly],
    [table.peopleOnly, table.neither],
  ]);
  return {
    ...counts,
    drawn: checked.length,
    conflicts: checked.filter(({ conflict }) => conflict).length,
    unsettled: checked.filter(({ settled }) => !settled).length,
    table,
    sensitivity,
    specificity,
    informed,
    agreement: { count: table.both + table.neither, n: checked.length },
    constant: { count: sensitivity.n, n: checked.length },
    kappa: kappa === null ? null : { kappa, interval },
    corrected: corrected(counts, table),
    ppi: predictionPowered(counts, checked),
    roganGladen: byErrorRates(counts, sensitivity, specificity),
    audit: floor === null ? null : audit(counts, checked, floor),
  };
}

type Counts = Pick<JudgeCounted, "cases" | "judgeMatches">;

function inRandomOrder(checked: readonly CheckedCase[], seed: number): CheckedCase[] {
  const keyed = checked.map((one) => ({ one, key: shuffleKey(seed, one.id) }));
  const byId = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return keyed.sort((a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1] || byId(a.one.id, b.one.id)).map(({ one }) => one);
}

function rate(count: number, n: number): Rate & Interval {
  return { count, n, ...wilson(count, n) };
}

function corrected(
  { cases, judgeMatches }: Counts,
  { both, judgeOnly, peopleOnly, neither }: JudgeMeasured["table"],
): JudgeMeasured["corrected"] {
  const kinds = [
    { share: judgeMatches / cases, matches: both, n: both + judgeOnly },
    { share: 1 - judgeMatches / cases, matches: peopleOnly, n: peopleOnly + neither },
  ].filter(({ share }) => share > 0);
  const drawn = both + judgeOnly + peopleOnly + neither;
  if (drawn === 0) return null;
  // A kind of which nothing was drawn has no estimate of its own; all that was drawn stands for both.
  const strata = kinds.every(({ n }) => n > 0) ? kinds : [{ share: 1, matches: both + peopleOnly, n: drawn }];
  const { estimate, low, high } = poststratified(strata);
  return estimate === null ? null : { estimate, low, high, kinds: strata.length === 2 ? 2 : 1 };
}

/** The rulings on what was not drawn are ones and zeros, in whatever order. */
function predictionPowered({ cases, judgeMatches }: Counts, checked: readonly CheckedCase[]): JudgeMeasured["ppi"] {
  const ones = judgeMatches - checked.filter(({ judge }) => judge).length;
  const rest = cases - checked.length;
  if (checked.length < 2 || rest < 2) return null;
  const pairs = checked.map(({ judge, human }) => ({ judge: Number(judge), human: Number(human) }));
  const { tuned, weight } = ppiMean(pairs, [...new Array<number>(ones).fill(1), ...new Array<number>(rest - ones).fill(0)]);
  return { estimate: tuned.estimate, ...tuned.interval, weight };
}

function byErrorRates(counts: Counts, sensitivity: Rate, specificity: Rate): Estimate | null {
  if (!tellsEnough(sensitivity, specificity)) return null;
  const ruled = { count: counts.judgeMatches, n: counts.cases };
  const { estimate, interval } = roganGladen({ ruled, sensitivity, specificity });
  return { estimate, ...interval };
}

function audit({ cases, judgeMatches }: Counts, checked: readonly CheckedCase[], floor: number): JudgeAudit {
  const evidence = new JudgeAuditE({ cases, judgeMatches, share: floor });
  for (const one of checked) evidence.add(one);
  const { logE } = evidence;
  const shown = logE >= AUDIT_BAR;
  const most = Math.min(cases - checked.length, LOOK_AHEAD);
  let more = 0;
  // An agreement that adds nothing now adds nothing later either: each leaves more to be shown by fewer cases.
  for (let last = Number.NEGATIVE_INFINITY; evidence.logE < AUDIT_BAR && evidence.logE > last && more < most; more++) {
    last = evidence.logE;
    evidence.add({ judge: true, human: true });
  }
  return {
    floor,
    logE: logE === Number.POSITIVE_INFINITY ? "Infinity" : logE,
    shown,
    more: evidence.logE >= AUDIT_BAR ? more : null,
  };
}
