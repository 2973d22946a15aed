import { describe, expect, test } from "vitest";
import type { Criterion } from "./criteria/criterion.ts";
import { NO_FACTS } from "./criteria/evidenceOf.ts";
import type { DrillRecord } from "./evidence/drills.ts";
import type { TypeFacts } from "./evidence/typeFacts.ts";
import type { ShareName } from "./evidence.ts";
import { type Decided, decide, type Gate, stayCriteria } from "./gate.ts";
import { evidenceFrom, justEnough, type Seen } from "./ladders/justEnough.ts";
import { evidenceLadder, fourLevels, type Ladder, phased, sixStages, supervisedFour } from "./ladders.ts";
import { gateOf } from "./suite/gateOf.ts";

const baseline = { failures: 60, n: 1000, margin: 0.02 };
const ladders = [evidenceLadder, fourLevels, phased, supervisedFour, sixStages];
const all = (gate: Gate): Criterion[] => [...gate.climb, ...(gate.hold ?? []), ...stayCriteria(gate)];
const answer = (gate: Gate, seen: Seen): Decided => decide(gate, evidenceFrom(seen, all(gate)), "decisions", NO_FACTS.wall);

interface Transition {
  readonly ladder: Ladder;
  readonly gate: Gate;
  readonly seen: Seen;
}

const transitions: [string, Transition][] = ladders.flatMap((ladder) =>
  ladder.rungs.slice(1).flatMap((rung, i): [string, Transition][] => {
    const at = ladder.rungs[i]?.id ?? "";
    return [false, true].map((consequential) => {
      const gate = gateOf(
        "a",
        { at, ask: rung.id, baseline, ...(consequential ? { consequential: "it moves money" } : {}) },
        ladder,
      );
      return [
        `${ladder.name}, ${at} to ${rung.id}${consequential ? ", consequential" : ""}`,
        { ladder, gate, seen: justEnough(all(gate)) },
      ];
    });
  }),
);

type Outcome = "insufficient" | "not-met";
/** What makes one piece of evidence worse, and what its criterion then finds. */
type Worse = readonly [what: string, found: Outcome, change: (seen: Seen) => Seen];

const facts =
  (change: (facts: TypeFacts) => Partial<TypeFacts>) =>
  ({ shown, facts: given }: Seen): Seen => ({ shown, facts: { ...given, ...change(given) } });
const drills = (change: (drill: DrillRecord) => DrillRecord[]) => facts((given) => ({ drills: given.drills.flatMap(change) }));
const column =
  (change: (k: number, n: number) => readonly [number, number]) =>
  ({ shown, facts: given }: Seen) => {
    const [k, n] = shown.agreement ?? [0, 0];
    return { shown: { ...shown, agreement: change(k, n) }, facts: given };
  };
const fewer = column((_, n) => [n - 1, n - 1]);

const WORSE: Readonly<Record<string, readonly Worse[]>> = {
  casesAtLeast: [["one case fewer", "insufficient", fewer]],
  noSerious: [
    ["one case fewer", "insufficient", fewer],
    [
      "one serious",
      "not-met",
      ({ shown, facts: given }) => {
        const [, n] = shown.agreement ?? [0, 0];
        return { shown: { ...shown, harmless: [n - 1, n] }, facts: given };
      },
    ],
  ],
  spanAtLeast: [
    ["a little less time", "insufficient", facts(({ span }) => ({ span: { ...span, middle: span.middle - 0.01 } }))],
    ["no dates", "insufficient", facts(({ span }) => ({ span: { ...span, middle: 0, dated: 0, undated: span.dated } }))],
  ],
  replayCoverageAtLeast: [
    [
      "one not put to the agent yet",
      "insufficient",
      facts(({ replay }) => ({ replay: { ...replay, replayed: 999, missing: 1 } })),
    ],
    ["one left out", "not-met", facts(({ replay }) => ({ replay: { ...replay, replayed: 999, excluded: 1 } }))],
    ["one lookup not recorded", "not-met", facts(({ replay }) => ({ replay: { ...replay, replayed: 999, unrecorded: 1 } }))],
    ["no records", "insufficient", facts(({ replay }) => ({ replay: { ...replay, replayed: 0, records: 0 } }))],
    ["imported", "not-met", facts(({ replay }) => ({ replay: { ...replay, replayed: 0, imported: true } }))],
  ],
  replayedContinuously: [
    ["a little less time", "insufficient", facts(({ nights }) => ({ nights: { ...nights, days: nights.days - 0.01 } }))],
    ["a pause", "not-met", facts(({ nights }) => ({ nights: { ...nights, longestPause: nights.longestPause + 0.01 } }))],
    ["one run", "insufficient", facts(({ nights }) => ({ nights: { ...nights, runs: 1, days: 0, longestPause: 0 } }))],
  ],
  drillRestores: [
    ["a second slower", "not-met", drills((drill) => [{ ...drill, seconds: drill.seconds + 1 }])],
    ["one not restored", "not-met", drills((drill) => [{ ...drill, restored: drill.restored - 1 }])],
    [
      "one action fewer",
      "insufficient",
      drills((drill) => [{ ...drill, actions: drill.actions - 1, restored: drill.restored - 1 }]),
    ],
    ["too old", "insufficient", drills((drill) => [{ ...drill, at: new Date(Date.parse(drill.at) - 1000).toISOString() }])],
    ["another version", "insufficient", drills((drill) => [{ ...drill, agent: "0" }])],
    ["no drill", "insufficient", drills(() => [])],
    ["a later one fails", "not-met", drills((drill) => [{ ...drill, at: NO_FACTS.asOf, actions: 2, restored: 1 }, drill])],
  ],
  noDriftAlarm: [
    ["a run fewer", "insufficient", facts(({ drift }) => ({ drift: drift && { ...drift, nights: drift.nights - 1 } }))],
    ["an alarm", "not-met", facts(({ drift }) => ({ drift: drift && { ...drift, alarm: NO_FACTS.asOf } }))],
    ["not watched", "insufficient", facts(() => ({ drift: null }))],
  ],
  disagreementsExplained: [
    [
      "one not looked at",
      "insufficient",
      facts(({ disagreements: d }) => ({ disagreements: d && { ...d, explained: d.explained - 1 } })),
    ],
    [
      "one without a cause",
      "not-met",
      facts(({ disagreements: d }) => ({ disagreements: d && { ...d, explained: d.explained - 1, unknown: 1 } })),
    ],
    [
      "no file, and one disagreement",
      "insufficient",
      (seen) => facts(() => ({ disagreements: null }))(column((_, n) => [n - 1, n])(seen)),
    ],
  ],
  policyWritten: [
    [
      "a rule without a control",
      "not-met",
      facts(({ policy }) => ({ policy: policy && { ...policy, withoutControl: ["At most 200 a day"] } })),
    ],
    ["no rule", "insufficient", facts(({ policy }) => ({ policy: policy && { ...policy, rules: 0 } }))],
    ["no policy", "insufficient", facts(() => ({ policy: null }))],
  ],
};

/** For a criterion about a share: one hit fewer than needed, the most hits that speak against it, and no case at all. */
function worseShare(criterion: Criterion, seen: Seen): Worse[] {
  const name = criterion.asks?.share as ShareName;
  const [k, n] = seen.shown[name] ?? [0, 0];
  const set =
    (hits: number, among: number) =>
    (given: Seen): Seen => ({ ...given, shown: { ...given.shown, [name]: [hits, among] } });
  const finds = (hits: number) => criterion.judge(evidenceFrom(set(hits, n)(seen), [criterion]), "decisions").verdict;
  let [low, high] = [0, k];
  expect(finds(0)).toBe("not-met");
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (finds(middle) === "not-met") low = middle;
    else high = middle;
  }
  return [
    ["one hit fewer", "insufficient", set(k - 1, n)],
    ["so few hits that it is shown", "not-met", set(low, n)],
    ["no case", "insufficient", set(0, 0)],
  ];
}

const worseOf = (criterion: Criterion, seen: Seen): readonly Worse[] =>
  criterion.asks === undefined
    ? (WORSE[criterion.name] ?? expect.fail(`nothing makes ${criterion.name} worse`))
    : worseShare(criterion, seen);

describe.each(transitions)("%s", (_, { gate, seen, ladder }) => {
  test("evidence just over every demand leads one rung up", () => {
    const { verdict, to, climb } = answer(gate, seen);
    expect([verdict, to]).toEqual(["promote", gate.ask]);
    const place = (id: string | undefined) => ladder.rungs.findIndex((rung) => rung.id === id);
    expect(place(to) - place(gate.at)).toBe(1);
    expect(climb.length).toBeGreaterThanOrEqual(gate.climb.length);
  });

  test.each([
    ...gate.climb.map((criterion) => ["climb", criterion] as const),
    ...(gate.hold ?? []).map((criterion) => ["hold", criterion] as const),
    ...stayCriteria(gate).map((criterion) => ["stay", criterion] as const),
  ])("%s, %o: just short of it nothing moves", (where, criterion) => {
    // Its own limit alone: another criterion about the same thing may ask for more.
    const alone = criterion.asks === undefined ? seen : { ...seen, shown: { ...seen.shown, ...ownShare(criterion, seen) } };
    for (const [what, found, change] of worseOf(criterion, alone)) {
      const worse = change(seen);
      const mine = criterion.judge(evidenceFrom(worse, all(gate)), "decisions");
      expect([what, mine.verdict]).toEqual([what, found]);
      const { verdict, to } = answer(gate, worse);
      if (found === "insufficient") {
        expect([what, verdict, to]).toEqual([what, expect.stringMatching(/insufficient|hold/), gate.at]);
        if (isOnlyOpen(gate, worse)) expect([what, verdict]).toEqual([what, "insufficient"]);
      } else
        expect([what, verdict, to]).toEqual(
          where === "stay"
            ? [what, "demote", gate.below ?? gate.at]
            : [what, expect.stringMatching(lostToo(gate, worse) ? /demote/ : /hold/), expect.anything()],
        );
    }
  });

  test("without any of its evidence it is not known", () => {
    const nothing: Seen = { shown: {}, facts: NO_FACTS };
    expect(answer(gate, nothing)).toMatchObject({ verdict: "insufficient", to: gate.at });
  });
});

/** The least with which this one criterion is met, in as many cases as the whole gate sees. */
function ownShare(criterion: Criterion, seen: Seen) {
  const name = criterion.asks?.share as ShareName;
  const [, n] = seen.shown[name] ?? [0, 0];
  let [low, high] = [0, n];
  const met = (k: number) =>
    criterion.judge(evidenceFrom({ shown: { [name]: [k, n] }, facts: NO_FACTS }, [criterion]), "decisions").verdict === "met";
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (met(middle)) high = middle;
    else low = middle;
  }
  return { [name]: [high, n] };
}

const found = (gate: Gate, seen: Seen, criteria: readonly Criterion[]) => {
  const evidence = evidenceFrom(seen, all(gate));
  return criteria.map((one) => one.judge(evidence, "decisions").verdict);
};
const isOnlyOpen = (gate: Gate, seen: Seen) => !found(gate, seen, all(gate)).includes("not-met");
const lostToo = (gate: Gate, seen: Seen) => found(gate, seen, stayCriteria(gate)).includes("not-met");

describe("never two rungs at once", () => {
  test.each(ladders.map((ladder) => [ladder.name, ladder] as const))("%s", (_, ladder) => {
    const ids = ladder.rungs.map(({ id }) => id);
    for (const [i, at] of ids.entries())
      for (const [j, ask] of ids.entries()) {
        const gate = () => gateOf("a", { at, ask }, ladder);
        if (j === i + 1) expect(gate().ask).toBe(ask);
        else expect(gate).toThrow(`stands at ${at} and asks for ${ask}: one rung at a time`);
      }
  });
});
