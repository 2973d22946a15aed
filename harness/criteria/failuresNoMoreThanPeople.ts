import { EarnestError } from "../errors.ts";
import type { HumanBaseline } from "../evidence/typeFacts.ts";
import type { ShareEvidence } from "../evidence.ts";
import { say } from "../sentences.ts";
import { clopperPearson, type Interval } from "../stats/clopperPearson.ts";
import { mnDiff } from "../stats/mnDiff.ts";
import { mnNonInferiority } from "../stats/mnNonInferiority.ts";
import { count, percentDown, percentUp } from "../words.ts";
import type { Criterion, Finding, FindingVerdict } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";
import { gateMethod } from "./gateMethod.ts";
import { askedShare } from "./share.ts";

/**
 * The error of people's end, at a fixed number of cases, and of the agent's, at any time: together 5%. People's never gets smaller, however
 * much evidence of the agent there is, and so has to leave room for many action types at once.
 */
const PEOPLE = 0.001;
const ALPHA = gateMethod.alpha - PEOPLE;
const SHOWN = Math.log(1 / ALPHA);
const NAME = "failuresNoMoreThanPeople";
const QUESTION = "Does it fail no more often than people?";
const LARGEST_MARGIN = 0.02;

/**
 * Does it fail no more often than people do? Of all cases, the share without a usable answer against people's, up to a margin. Without a
 * baseline of its own it takes that of the row, and counts silent failures too: where a person acted, and the agent ended without a word.
 */
export function failuresNoMoreThanPeople(baseline?: HumanBaseline): Criterion {
  if (baseline !== undefined) return against(baseline, "answered");
  return {
    ...criterionOf(
      { name: NAME, params: { silent: true }, question: QUESTION, limit: "Below the human baseline, silent failures counted" },
      () => ({
        verdict: "insufficient",
        because: "The suite gives no human baseline: how often people fail on such cases is not known.",
        fact: "no baseline",
        change: "a human baseline in the suite: of how many cases people failed in how many, judged as the agent’s are.",
      }),
    ),
    of: (row) => (row.baseline === undefined ? failuresNoMoreThanPeople() : against(row.baseline, "sound")),
  };
}

function against(baseline: HumanBaseline, share: "answered" | "sound"): Criterion {
  checkBaseline(baseline);
  const { failures, n, margin } = baseline;
  const { pass, fail } = failureLines(baseline);
  const silent = share === "sound";
  const criterion = {
    name: NAME,
    params: { failures, n, margin, ...(silent ? { silent } : {}) },
    question: QUESTION,
    limit: `People failed in ${count(failures)} of ${count(n)} cases; at most ${say.checks.points(margin)} more${silent ? ", silent failures counted" : ""}`,
    asks: { share, line: 1 - pass, lost: 1 - fail, alpha: ALPHA },
  } as const;
  const { name, params, question, limit } = criterion;
  return {
    ...criterion,
    judge: (evidence) => ({
      criterion: { name, params },
      question,
      limit,
      ...againstPeople(askedShare(evidence, share), baseline),
    }),
  };
}

/** The lines the agent's failure share must be shown below to pass, or above to fail: an end of people's range, and the margin. */
function failureLines({ failures, n, margin }: HumanBaseline): { readonly pass: number; readonly fail: number } {
  const { low, high } = rangeOf(failures, n);
  return { pass: low + margin, fail: Math.min(1, high + margin) };
}

/**
 * Finds whether the cases without a usable answer stay within people's failures and the margin, at 95% however often one looks: people's
 * exact end errs in 0.1%, and the e-process against that end in 4.9%. The difference by Miettinen and Nurminen is for display only.
 * Source: Waudby-Smith & Ramdas 2024, section 4, for the agent; Clopper & Pearson 1934 for people; Miettinen & Nurminen 1985.
 */
function againstPeople(answered: ShareEvidence, baseline: HumanBaseline): Omit<Finding, "criterion" | "question" | "limit"> {
  const people = rangeOf(baseline.failures, baseline.n);
  const { pass, fail } = failureLines(baseline);
  const { n, rate } = answered;
  const failed = n - answered.k;
  const at = (line: number) => answered.lines.find((one) => one.line === line && one.alpha === ALPHA);
  const [below, above] = [at(1 - pass), at(1 - fail)];
  const isBelow = rate !== null && rate >= 1 - pass && (below?.above ?? 0) >= SHOWN;
  const isAbove = rate !== null && rate < 1 - fail && (above?.below ?? 0) >= SHOWN;
  const verdict: FindingVerdict = isBelow ? "met" : isAbove ? "not-met" : "insufficient";
  const agent = { low: 1 - answered.high, high: 1 - answered.low };
  const { room, least, more } = below ?? { room: null, least: null, more: null };
  const { againstPeople: said } = say.checks;
  const ends = { n, failed, agent, people, margin: baseline.margin };
  return {
    verdict,
    because: n === 0 ? said.none : said[verdict](ends),
    fact: {
      met: `at most ${percentUp(agent.high, 2)}`,
      "not-met": `at least ${percentDown(agent.low, 2)}`,
      insufficient: n === 0 ? "no cases" : `${percentDown(agent.low, 2)} to ${percentUp(agent.high, 2)}`,
    }[verdict],
    detail: `${count(failed)} of ${count(n)}; people ${count(baseline.failures)} of ${count(baseline.n)}`,
    change: {
      met: say.changes.moreEvents({ room: room ?? 1, n, one: "failure" }),
      "not-met": say.changes.fewerEvents({ k: failed, n, one: "failure" }),
      insufficient: more === null ? say.changes.tooFar : say.changes.moreThatAnswer(more),
    }[verdict],
    numbers: {
      n,
      failed,
      low: agent.low,
      high: agent.high,
      peopleLow: people.low,
      peopleHigh: people.high,
      pass,
      fail,
      ...difference({ count: failed, n }, baseline),
      logE: below?.now ?? 0,
      // People's end errs as well, whatever is seen of the agent.
      p: Math.min(1, PEOPLE + Math.exp(-(below?.above ?? 0))),
      ...(verdict === "met" && room !== null && least !== null ? { room, least } : {}),
      ...(verdict === "insufficient" && more !== null ? { more: more.cases, rate: more.rate } : {}),
      ...(verdict === "insufficient" && rate !== null && rate < 1 - pass ? { today: rate } : {}),
    },
  };
}

/** For display beside the answer: failures of the agent less people's, as if looked at once. */
function difference(agent: { readonly count: number; readonly n: number }, { failures, n, margin }: HumanBaseline) {
  const human = { count: failures, n };
  const { estimate, low, high } = mnDiff(agent, human);
  const { upper } = mnNonInferiority({ agent, human, margin });
  return estimate === null ? {} : { difference: estimate, differenceLow: low, differenceHigh: high, differenceUpper: upper };
}

function rangeOf(failures: number, n: number): Interval {
  return clopperPearson(failures, n, 1 - 2 * PEOPLE);
}

function checkBaseline(baseline: HumanBaseline): void {
  const { failures, n, margin } = baseline;
  const refuse = (message: string, next: string) => {
    throw new EarnestError("SUITE_BROKEN", `failuresNoMoreThanPeople: ${message}`, { next });
  };
  if (!(Number.isSafeInteger(failures) && Number.isSafeInteger(n) && failures >= 0 && n >= failures && n > 0))
    refuse(
      `people failed in ${String(failures)} of ${String(n)} cases?`,
      "Give whole numbers: the cases looked at, and those in which people failed",
    );
  const largest = Math.min(LARGEST_MARGIN, failures / n / 2);
  if (failures === 0)
    refuse(
      `people failed in none of ${n} cases, and no number of cases can show that the agent never does`,
      "Use failuresAtMost(limit) instead",
    );
  if (!(typeof margin === "number" && margin > 0 && margin <= largest + 1e-12))
    refuse(
      `the margin is a share above 0 and at most ${largest} (2 points, or half of how often people fail), got ${String(margin)}`,
      "Fix a smaller margin, before any case is seen",
    );
  if (failureLines(baseline).pass >= 1)
    refuse("people always fail, so there is nothing to show", "Use failuresAtMost(limit) instead");
}
