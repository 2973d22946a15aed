import fc from "fast-check";
import { expect, test } from "vitest";
import type { CeilingSeen } from "./ceiling.ts";
import type { Criterion } from "./criteria/criterion.ts";
import { NO_FACTS } from "./criteria/evidenceOf.ts";
import {
  attemptsAlikeAtLeast,
  costAtMost,
  drillsHold,
  isolationAtLeast,
  latencyAtMost,
  timeSavedAtLeast,
  undoneWithin,
} from "./criteria/index.ts";
import type { DrillRecord } from "./evidence/drills.ts";
import type { TypeFacts } from "./evidence/typeFacts.ts";
import type { WallSeen } from "./evidence/wallCount.ts";
import type { ShareName } from "./evidence.ts";
import { decide, type Gate, stayCriteria } from "./gate.ts";
import { evidenceFrom, justEnough, type Seen } from "./ladders/justEnough.ts";
import { evidenceLadder, fourLevels, phased, sixStages, supervisedFour } from "./ladders.ts";
import type { WiderChild } from "./policy.ts";
import { gateOf } from "./suite/gateOf.ts";

const ORDER = ["demote", "hold", "insufficient", "promote"];

/** Criteria that no ladder asks for, so that their evidence counts too. */
const more = [
  attemptsAlikeAtLeast(0.8, { cases: 20 }),
  costAtMost({ amount: 0.1, currency: "EUR" }),
  isolationAtLeast("I2"),
  latencyAtMost({ seconds: 10 }),
  timeSavedAtLeast(0.3),
  drillsHold({ days: 90, drills: ["timed", "humanEdit"] }),
  undoneWithin({ minutes: 15, share: 0.8 }),
];
/** Drills of the library that held, just as old as they may be; 14 of each are just enough for four of five. */
const LIBRARY: readonly DrillRecord[] = (["timed", "humanEdit"] as const).map((drill) => ({
  type: "a",
  at: new Date(Date.parse(NO_FACTS.asOf) - 90 * 86_400_000).toISOString(),
  agent: NO_FACTS.version,
  by: "earnest drill",
  system: "a sandbox",
  actions: 10,
  restored: 10,
  seconds: 900,
  drill,
  handler: { name: "undoer", version: "1" },
  broken: 0,
  control: "caught",
}));
const gates = [evidenceLadder, fourLevels, phased, supervisedFour, sixStages].flatMap((ladder) =>
  ladder.rungs.slice(1).map(({ id }, i) => {
    const at = ladder.rungs[i]?.id ?? "";
    const gate = gateOf("a", { at, ask: id, baseline: { failures: 60, n: 1000, margin: 0.02 } }, ladder);
    const whole = { ...gate, hold: [...(gate.hold ?? []), ...more] };
    return { gate: whole, seen: withMore(justEnough(all(whole))) };
  }),
);

/** Everything that a verdict rests on. */
interface World extends Seen {
  readonly gate: Gate;
  readonly wall: WallSeen;
  readonly ceiling: CeilingSeen;
  readonly wider: readonly WiderChild[];
}

function all(gate: Gate): Criterion[] {
  return [...gate.climb, ...(gate.hold ?? []), ...stayCriteria(gate)];
}

function withMore({ shown, facts }: Seen): Seen {
  return {
    shown,
    facts: {
      ...facts,
      drills: [...facts.drills, ...Array.from({ length: 14 }, () => LIBRARY).flat()],
      attempts: { repeated: 40, alike: 38 },
      cost: { perCase: { amount: 0.1, currency: "EUR", says: "0.1 EUR" }, atLeast: false },
      latency: { n: 200, p50: 4000, p95: 9000, p95Low: 8000, p95High: 10_000, within: [{ seconds: 10, cases: 197 }] },
      time: { timed: 40, untimed: 0, seconds: 1000, alike: 20, alikeSeconds: 450, clusters: 40, effective: 40 },
    },
  };
}

function answer({ gate, wall, ceiling, wider, ...seen }: World): string {
  const facts = { ...seen.facts, wall };
  return decide({ ...gate, ceiling, wider }, evidenceFrom({ ...seen, facts }, all(gate)), "decisions", wall).verdict;
}

type Change = (world: World, drawn: number) => World;

const facts =
  (change: (facts: TypeFacts, drawn: number) => Partial<TypeFacts>): Change =>
  (world, drawn) => ({ ...world, facts: { ...world.facts, ...change(world.facts, drawn) } });
const drills = (change: (drill: DrillRecord) => DrillRecord[]) =>
  facts(({ drills: given }) => ({ drills: given.flatMap(change) }));
/** All restored, within the fifteen minutes that every ladder asks for; one that failed speaks against it for ever. */
const isGood = (drill: DrillRecord) =>
  drill.restored === drill.actions && drill.seconds <= 15 * 60 && !drill.broken && drill.control !== "missed";

/** In one share: so many hits become misses. A match that is lost is one disagreement more, and nobody has explained it. */
function misses(most: number): Change {
  return (world, drawn) => {
    const names = Object.keys(world.shown) as ShareName[];
    const name = names[drawn % names.length] as ShareName;
    const [k, n] = world.shown[name] ?? [0, 0];
    const lost = Math.min(k, 1 + ((drawn >> 4) % most));
    const { disagreements } = world.facts;
    const open = name === "agreement" ? lost : 0;
    return {
      ...world,
      shown: { ...world.shown, [name]: [k - lost, n] },
      facts: { ...world.facts, disagreements: disagreements && { ...disagreements, n: disagreements.n + open } },
    };
  };
}

const WORSE: Readonly<Record<string, Change>> = {
  "a hit to a miss": misses(1),
  "some hits to misses": misses(300),
  "one serious more": (world) => {
    const [, n] = world.shown.agreement ?? [0, 0];
    const [k, among] = world.shown.harmless ?? [n, n];
    return { ...world, shown: { ...world.shown, harmless: [Math.max(0, k - 1), among] } };
  },
  "a good drill slower": drills((drill) => [{ ...drill, seconds: drill.seconds * 1.01 + 1 }]),
  "one fewer restored": drills((drill) => [{ ...drill, restored: Math.max(0, drill.restored - 1) }]),
  "a good drill older": drills((drill) =>
    isGood(drill) ? [{ ...drill, at: new Date(Date.parse(drill.at) - 3_600_000).toISOString() }] : [drill],
  ),
  "a good drill of another version": drills((drill) => [isGood(drill) ? { ...drill, agent: "0" } : drill]),
  "a good drill gone": drills((drill) => (isGood(drill) ? [] : [drill])),
  "a good drill without load": drills(({ load, ...drill }) => [isGood(drill) || load === undefined ? drill : { ...drill, load }]),
  "a drill that fails, last": facts(({ drills: [first, ...rest] }) => ({
    drills: first === undefined ? [] : [{ ...first, at: NO_FACTS.asOf, restored: 0 }, first, ...rest],
  })),
  "a drill that broke a promise": drills((drill) => [drill, ...(drill.drill === "humanEdit" ? [{ ...drill, broken: 1 }] : [])]),
  "a control that was missed": drills((drill) => [drill.drill === "timed" ? { ...drill, control: "missed" } : drill]),
  "no control": drills(({ control, ...drill }) => [control === "caught" ? drill : { ...drill, ...(control && { control }) }]),
  "one undated": facts(({ span }) => ({
    span:
      span.dated === 0
        ? span
        : { ...span, dated: span.dated - 1, undated: span.undated + 1, middle: span.dated === 1 ? 0 : span.middle * 0.9 },
  })),
  "one not replayed yet": facts(({ replay }) => ({
    replay: replay.replayed === 0 ? replay : { ...replay, replayed: replay.replayed - 1, missing: replay.missing + 1 },
  })),
  "one left out": facts(({ replay }) => ({
    replay: replay.missing === 0 ? replay : { ...replay, missing: replay.missing - 1, excluded: replay.excluded + 1 },
  })),
  "one lookup not recorded": facts(({ replay }) => ({
    replay: replay.replayed === 0 ? replay : { ...replay, replayed: replay.replayed - 1, unrecorded: replay.unrecorded + 1 },
  })),
  imported: facts(({ replay }) => ({ replay: { ...replay, replayed: 0, imported: true } })),
  "nights over less time": facts(({ nights }) => ({ nights: { ...nights, days: nights.days * 0.9 } })),
  "a longer pause": facts(({ nights }) => ({ nights: { ...nights, longestPause: nights.longestPause * 1.1 + 0.1 } })),
  "a night unwatched": facts(({ drift }) => ({ drift: drift && { ...drift, nights: Math.max(0, drift.nights - 1) } })),
  "a drift alarm": facts(({ drift }) => ({ drift: { ...(drift ?? { nights: 0, base: 0 }), alarm: NO_FACTS.asOf } })),
  "a rule without a control": facts(({ policy }) => ({
    policy: policy && { ...policy, withoutControl: [...policy.withoutControl, "At most 200 a day"].slice(0, policy.rules) },
  })),
  "an explanation taken back": facts(({ disagreements: d }) => ({
    disagreements: d && { ...d, explained: Math.max(0, d.explained - 1) },
  })),
  "a disagreement that nobody can explain": facts(({ disagreements: d }) => ({
    disagreements: d && d.explained > 0 ? { ...d, explained: d.explained - 1, unknown: d.unknown + 1 } : d,
  })),
  "attempts that differ": facts(({ attempts }, drawn) => ({
    attempts: { ...attempts, alike: Math.max(0, attempts.alike - 1 - (drawn % 12)) },
  })),
  "a dearer case": facts(({ cost }) => ({
    cost: cost && { ...cost, perCase: { ...cost.perCase, amount: cost.perCase.amount * 1.1 + 0.001 } },
  })),
  "tokens without a price": facts(({ cost }) => ({ cost: cost && { ...cost, atLeast: true } })),
  "slower answers": facts(({ latency }) => ({
    latency: { ...latency, p95: latency.p95 && latency.p95 * 1.2, p95High: latency.p95High && latency.p95High * 1.2 },
  })),
  "less time saved": facts(({ time }) => ({ time: time && { ...time, alikeSeconds: time.alikeSeconds * 0.95 } })),
  "a weaker wall": (world) => ({ ...world, wall: { ...world.wall, isolation: world.wall.sealed ? "I2" : "I1", sealed: false } }),
  "a lower ceiling": (world) => ({
    ...world,
    ceiling: { ...world.ceiling, bars: world.ceiling.bars.ask ? { ask: true, at: true } : { ask: true, at: false } },
  }),
  "a wider child": (world) => ({ ...world, wider: [{ child: "b", parent: "c", because: "it may do more." }] }),
};
const names = Object.keys(WORSE);

test("making any single piece of evidence worse never improves a verdict, whatever else is worse already", () => {
  const step = fc.tuple(fc.constantFrom(...names), fc.nat());
  const before = new Map<string, number>();
  fc.assert(
    fc.property(fc.nat({ max: gates.length - 1 }), fc.array(step, { maxLength: 4 }), step, (which, already, [name, drawn]) => {
      const { gate, seen } = gates[which] ?? expect.fail("no such gate");
      const start: World = {
        ...seen,
        gate,
        wall: NO_FACTS.wall,
        ceiling: { rung: "L5", bounds: [], highest: gate.ask ?? null, bars: { ask: false, at: false } },
        wider: [],
      };
      const world = already.reduce<World>((now, [what, by]) => (WORSE[what] as Change)(now, by), start);
      const [was, is] = [answer(world), answer((WORSE[name] as Change)(world, drawn))];
      before.set(was, (before.get(was) ?? 0) + 1);
      expect(ORDER.indexOf(is), `${was} came to ${is} by ${name}`).toBeLessThanOrEqual(ORDER.indexOf(was));
    }),
    { seed: 5, numRuns: 2000 },
  );
  // Verdicts of every kind were there to be improved.
  for (const verdict of ORDER) expect([verdict, (before.get(verdict) ?? 0) > 20]).toEqual([verdict, true]);
});
