import { describe, expect, test } from "vitest";
import { EarnestError } from "../errors.ts";
import type { TypeFacts } from "../evidence/typeFacts.ts";
import type { Criterion } from "./criterion.ts";
import { evidenceOf, NO_FACTS, type ShownShares } from "./evidenceOf.ts";
import {
  attemptsAlikeAtLeast,
  casesAtLeast,
  costAtMost,
  disagreementsExplained,
  isolationAtLeast,
  latencyAtMost,
  noDriftAlarm,
  noSerious,
  policyWritten,
  replayCoverageAtLeast,
  replayedContinuously,
  spanAtLeast,
  timeSavedAtLeast,
} from "./index.ts";

type Given = Partial<TypeFacts> & { readonly shown?: ShownShares };
const judge = (criterion: Criterion, { shown = {}, ...facts }: Given) =>
  criterion.judge(evidenceOf(shown, [criterion], facts), "refund decisions");

const column = (n: number, matches = n): Given => ({ shown: { agreement: [matches, n] } });
const span = (days: number, dated = 10, undated = 0): Given => ({
  span: { first: null, last: null, days, middle: days, dated, undated },
});
const replay = (more: Partial<TypeFacts["replay"]>): Given => ({
  replay: { ...NO_FACTS.replay, records: 1000, replayed: 1000, ...more },
});
const nights = (runs: number, days: number, longestPause: number): Given => ({
  nights: { ...NO_FACTS.nights, runs, days, longestPause },
});
const drift = (watched: number, alarm: string | null): Given => ({ drift: { nights: watched, base: 5, alarm } });
const disagreements = (n: number, explained: number, unknown: number): Given => ({
  ...column(50, 50 - n),
  disagreements: { n, explained, unknown, causes: explained === 0 ? [] : [{ cause: "a rule it was not told", n: explained }] },
});
const policy = (rules: number, withoutControl: string[]): Given => ({
  policy: { rules, withoutControl, digest: "0", keptBack: 0 },
});
const wall = (isolation: TypeFacts["wall"]["isolation"], sealed = false): Given => ({
  wall: { isolation, sealed, canary: { tried: sealed ? 20 : 0, open: 0 }, waiver: null },
});
const cost = (amount: number, currency = "EUR", atLeast = false): Given => ({
  cost: { perCase: { amount, currency, says: `${amount} ${currency}` }, atLeast },
});
const latency = (n: number, p95: number | null, p95High: number | null, p95Low = p95): Given => ({
  latency: { n, p50: 1, p95, p95Low, p95High, within: [] },
});
const time = (timed: number, alikeSeconds: number): Given => ({
  time: { timed, untimed: 3, seconds: 36_000, alike: 10, alikeSeconds, clusters: timed, effective: timed },
});

const continuous = replayedContinuously({ days: 28, pause: 2 });
const watched = noDriftAlarm({ nights: 20 });
const alike = attemptsAlikeAtLeast(0.9, { cases: 100 });
const cheap = costAtMost({ amount: 0.1, currency: "EUR" });
const quick = latencyAtMost({ seconds: 10 });
const none = noSerious({ cases: 300 });

describe("what is found, and what would change it", () => {
  test.each<[Criterion, Given, string, string | RegExp, string]>([
    [
      casesAtLeast(100),
      column(100),
      "met",
      "The agent proposed this in 100 cases; the limit is 100.",
      "1 case fewer in which it proposes this.",
    ],
    [
      casesAtLeast(100),
      column(99),
      "insufficient",
      "The agent proposed this in 99 cases; the limit is 100.",
      "1 more case in which it proposes this.",
    ],
    [
      casesAtLeast(100),
      {},
      "insufficient",
      "The agent never proposed this; the limit is 100.",
      "100 more cases in which it proposes this.",
    ],
    [spanAtLeast(90), span(90), "met", /span 90 days; the limit is 90 days\.$/, "cases from fewer than 90 days."],
    [spanAtLeast(90), span(61.26, 9, 1), "insufficient", /span 61\.2 days; the limit/, "cases from 28.8 days more."],
    [spanAtLeast(90), span(0, 0, 4), "insufficient", /^No case .* says when it was\.$/, "dated cases from at least 90 days."],
    [
      replayCoverageAtLeast(),
      replay({}),
      "met",
      "1,000 of 1,000 records were replayed. The limit is 100%.",
      "1 record that cannot be replayed.",
    ],
    [
      replayCoverageAtLeast(),
      replay({ replayed: 990, missing: 10 }),
      "insufficient",
      /: 10 not put to the agent\. /,
      "the run gone on with: 10 more records replayed.",
    ],
    [
      replayCoverageAtLeast(),
      replay({ replayed: 989, missing: 10, excluded: 1 }),
      "not-met",
      /: 10 not put to the agent, 1 left out\. /,
      "11 more records that can be replayed, with every lookup recorded.",
    ],
    [
      replayCoverageAtLeast(),
      replay({ replayed: 999, unrecorded: 1 }),
      "not-met",
      /1 with a lookup that the recording does not answer/,
      "1 more record that can be replayed, with every lookup recorded.",
    ],
    [
      replayCoverageAtLeast(0.95),
      replay({ replayed: 951, excluded: 49 }),
      "met",
      /^951 of 1,000/,
      "2 records that cannot be replayed.",
    ],
    [
      replayCoverageAtLeast(0.95),
      replay({ replayed: 949, excluded: 51 }),
      "not-met",
      /^949 of 1,000/,
      "1 more record that can be replayed, with every lookup recorded.",
    ],
    [
      replayCoverageAtLeast(0),
      replay({ replayed: 0, imported: true }),
      "not-met",
      /nothing was replayed/,
      "a run that replays the cases through the agent.",
    ],
    [
      continuous,
      nights(29, 28, 2),
      "met",
      /^29 runs cover 28 days of replay\. /,
      "a pause of more than 2 days between two runs.",
    ],
    [continuous, nights(20, 20.55, 1), "insufficient", /^20 runs cover 20\.5 days/, "runs over 7.5 days more."],
    [continuous, nights(1, 0, 0), "insufficient", /^One run covers 0 days/, "runs over 28 days more."],
    [
      continuous,
      nights(20, 28, 2.01),
      "not-met",
      /paused for 2\.1 days between two of 20 runs/,
      "runs over 28 days with no pause longer than 2 days, judged without those before the pause.",
    ],
    [watched, drift(20, null), "met", /^No drift alarm rang in 20 runs/, "a drift alarm."],
    [watched, drift(19, null), "insufficient", /rang in 19 runs/, "1 more run without an alarm."],
    [
      watched,
      drift(3, "2026-06-01T02:00:00.000Z"),
      "not-met",
      /in the run of 2026-06-01/,
      "the cause found, and 20 runs of a new version without an alarm.",
    ],
    [watched, {}, "insufficient", "No drift watch looked at these runs.", "20 runs under a drift watch, without an alarm."],
    [
      alike,
      { attempts: { repeated: 100, alike: 99 } },
      "met",
      /94\.5% to 100\.0% \(95% confidence, a range for one look\)/,
      "4 more cases whose attempts differ.",
    ],
    [
      alike,
      { attempts: { repeated: 40, alike: 40 } },
      "insufficient",
      /^All attempts came to the same in 40 of 40/,
      "about 60 more cases with several attempts, if as many of them are alike.",
    ],
    [
      alike,
      { attempts: { repeated: 100, alike: 70 } },
      "not-met",
      /60\.0% to 78\.8%/,
      "fewer cases whose attempts differ; 30 of 100 are too many.",
    ],
    [
      alike,
      { attempts: { repeated: 50, alike: 45 } },
      "insufficient",
      /45 of 50/,
      "fewer cases whose attempts differ: at 90.0% no number of cases will do.",
    ],
    [alike, {}, "insufficient", /more than once\.$/, "100 cases with several attempts."],
    [
      disagreementsExplained(),
      disagreements(41, 41, 0),
      "met",
      "All 41 disagreements have a named cause. The most frequent is “a rule it was not told” (41).",
      "1 more disagreement that nobody has explained.",
    ],
    [
      disagreementsExplained(),
      disagreements(41, 40, 0),
      "insufficient",
      "Nobody has looked yet at 1 of 41 disagreements.",
      "a look at 1 disagreement, with a cause for each.",
    ],
    [
      disagreementsExplained(),
      disagreements(41, 30, 2),
      "not-met",
      /found no cause; 30 of 41 are explained\.$/,
      "a cause for 2 disagreements that nobody could explain, and a look at 9 more.",
    ],
    [
      disagreementsExplained(),
      column(10, 8),
      "insufficient",
      "Nobody has looked yet at 2 of 2 disagreements.",
      "a look at 2 disagreements, with a cause for each.",
    ],
    [
      disagreementsExplained(),
      column(10),
      "met",
      "There is no disagreement to explain in 10 cases.",
      "1 more disagreement that nobody has explained.",
    ],
    [disagreementsExplained(), {}, "insufficient", /nothing to disagree about/, "cases in which the agent proposes it."],
    [
      policyWritten(),
      policy(4, []),
      "met",
      "The policy has 4 rules, and each names the control that enforces it.",
      "a rule without a control.",
    ],
    [
      policyWritten(),
      policy(4, ["At most 200 a day."]),
      "not-met",
      "1 of 4 rules names no control that enforces it in production: “At most 200 a day”.",
      "a control for 1 more rule.",
    ],
    [
      policyWritten(),
      policy(0, []),
      "insufficient",
      /^No policy envelope/,
      "a policy envelope for this action type, each rule with the control that enforces it.",
    ],
    [
      policyWritten(),
      {},
      "insufficient",
      /^No policy envelope/,
      "a policy envelope for this action type, each rule with the control that enforces it.",
    ],
    [isolationAtLeast("I2"), wall("I2"), "met", /runtime guard \(I2\); the limit is I2\.$/, "a run behind a weaker wall."],
    [isolationAtLeast("I1"), wall("imported"), "insufficient", /made elsewhere/, "a run behind a wall of at least I1."],
    [isolationAtLeast("I3"), wall("I3"), "insufficient", /no canary tried/, "a run behind a wall of at least I3."],
    [isolationAtLeast("I3"), wall("I3", true), "met", /sealed wall/, "a run behind a weaker wall."],
    [
      cheap,
      cost(0.1),
      "met",
      "In these runs a case cost 0.1 EUR in model calls on average; the limit is 0.1 EUR.",
      "runs in which a case costs more than 0.1 EUR on average.",
    ],
    [cheap, cost(0.2), "not-met", /a case cost 0\.2 EUR/, "fewer, shorter or cheaper model calls."],
    [cheap, cost(0.2, "EUR", true), "not-met", /at least 0\.2 EUR/, "fewer, shorter or cheaper model calls."],
    [cheap, cost(0.05, "EUR", true), "insufficient", /at least 0\.05 EUR/, "a price for every model that was called."],
    [cheap, cost(0.2, "USD"), "insufficient", /another currency/, "prices in EUR."],
    [cheap, {}, "insufficient", /not known/, "a run whose model calls are on record, and their prices in the suite."],
    [quick, latency(200, 9000, 10_000), "met", /up to 9 s; .* at most 10 s\. The limit is 10 s\.$/, "slower answers."],
    [quick, latency(200, 9000, 10_001), "insufficient", /9 s to 10\.1 s\. The/, "more cases that are as quick."],
    [
      quick,
      latency(200, 10_001, 12_000),
      "not-met",
      /up to 10\.1 s; .* at least 10 s\./,
      "quicker answers: 19 of 20 within 10 s.",
    ],
    [
      quick,
      latency(58, 90_000, null, null),
      "insufficient",
      "58 cases are too few to say what 19 of 20 stay within.",
      "1 more case in which it proposes this.",
    ],
    [timeSavedAtLeast(0.3), time(2000, 12_000), "met", /and with them 33\.3% of the time/, "less than 30% of the time saved."],
    [timeSavedAtLeast(0.3), time(40, 3600), "not-met", /10\.0% of the time/, "2 h more in decisions that it takes alike."],
    [timeSavedAtLeast(0.3), time(29, 36_000), "insufficient", /^Only 29 decisions/, "1 more decision with the time it took."],
    [timeSavedAtLeast(0.3), {}, "insufficient", /^No decision says/, "30 more decisions with the time it took."],
    [
      none,
      column(400),
      "met",
      "None seen in 400 cases; with 95% confidence fewer than 0.99% of refund decisions.",
      "1 serious disagreement.",
    ],
    [none, column(299), "insufficient", /The limit is none in 300 cases\.$/, "1 more case without a serious disagreement."],
    [
      none,
      { shown: { agreement: [100, 100], harmless: [99, 100] } },
      "not-met",
      "1 serious disagreement in 100 cases; the limit is none.",
      "300 cases of a new version without a serious disagreement.",
    ],
    [
      none,
      {},
      "insufficient",
      /^The agent never proposed this/,
      "300 cases in which it proposes this, without a serious disagreement.",
    ],
  ])("%o of %o is %s", (criterion, given, verdict, because, change) => {
    const found = judge(criterion, given);
    expect(found).toMatchObject({ verdict, change, criterion: { name: criterion.name, params: criterion.params } });
    expect(found.because).toMatch(because);
    expect([found.question, found.limit, found.fact]).not.toContain("");
    expect(found.because).toMatch(/^[A-Z0-9].*\.$/);
    for (const number of Object.values(found.numbers)) expect(Number.isFinite(number)).toBe(true);
  });

  test("time saved is rounded towards less, the time it is part of towards more", () => {
    expect(judge(timeSavedAtLeast(0.3), time(40, 12_000)).detail).toBe("3.3 h of 10 h; 3 not timed");
  });

  test("as much room as is said keeps attempts alike, and one more takes it", () => {
    const { numbers } = judge(alike, { attempts: { repeated: 200, alike: 195 } });
    const left = (fewer: number) => judge(alike, { attempts: { repeated: 200, alike: 195 - fewer } }).verdict;
    expect([left(Number(numbers["room"]) - 1), left(Number(numbers["room"]))]).toEqual(["met", "insufficient"]);
  });
});

test("settings that are none stop the suite", () => {
  const wrong: (() => unknown)[] = [
    () => casesAtLeast(0),
    () => casesAtLeast(1.5),
    () => casesAtLeast("100" as never),
    () => spanAtLeast(0),
    () => spanAtLeast(Number.POSITIVE_INFINITY),
    () => replayCoverageAtLeast(100),
    () => replayedContinuously({ days: 28 } as never),
    () => replayedContinuously(28 as never),
    () => noDriftAlarm({ nights: 0 }),
    () => noDriftAlarm(undefined as never),
    () => attemptsAlikeAtLeast(90, { cases: 10 }),
    () => attemptsAlikeAtLeast(0.9, null as never),
    () => isolationAtLeast("I0" as never),
    () => isolationAtLeast("toString" as never),
    () => costAtMost({ amount: 0.1, currency: "\u001b[2J" }),
    () => costAtMost({ amount: -1, currency: "EUR" }),
    () => latencyAtMost({ seconds: 0 }),
    () => timeSavedAtLeast(-0.1),
    () => noSerious({ cases: 0 }),
  ];
  for (const given of wrong) expect(given).toThrow(EarnestError);
});
