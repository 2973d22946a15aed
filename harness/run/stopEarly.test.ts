import fc from "fast-check";
import { expect, test } from "vitest";
import { type Case, parseCase } from "../case.ts";
import { compare } from "../compare.ts";
import { NO_FACTS } from "../criteria/evidenceOf.ts";
import { agreementAtLeast, coverageAtLeast, failuresAtMost, seriousAtMost } from "../criteria/index.ts";
import type { WallSeen } from "../evidence/wallCount.ts";
import type { CountedType, ShareEvidence, TypeEvidence } from "../evidence.ts";
import { decide, type Gate, stayCriteria } from "../gate.ts";
import { newJournalEnd } from "../journal/readJournal.ts";
import { readLedger } from "../ledger/readLedger.ts";
import type { LedgerRow } from "../ledger/record.ts";
import type { Observation } from "../replay.ts";
import type { ReadySuite } from "../suite.ts";
import { countFor, weightingOf } from "./countFor.ts";
import { type Desk, type DeskCase, deskSuite, runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";
import type { Judgement } from "./judgement.ts";
import { journalOf, type ObserveOptions } from "./observe.ts";
import { StopEarly } from "./stopEarly.ts";
import { decideTogether } from "./together.ts";

const SEALED: WallSeen = { isolation: "I3", sealed: true, canary: { tried: 20, open: 0 }, waiver: null };

interface Ran {
  readonly judgement: Judgement;
  readonly ledger: readonly LedgerRow[];
  readonly settled: boolean;
}

async function ran(desk: Desk, more: Partial<ObserveOptions> = {}): Promise<Ran> {
  using dir = runFolder();
  const suite = deskSuite(desk);
  const { settled } = await runInto(dir.path, suite, more);
  return { judgement: judge(suite, dir.path).judgement, ledger: [...readLedger(journalOf(dir.path), newJournalEnd())], settled };
}

const verdicts = ({ types }: Judgement) =>
  types.flatMap(({ type, decided }) => (decided.ask === null ? [] : [[type, decided.verdict, decided.to]]));
const placed = (ledger: readonly LedgerRow[]) =>
  ledger.flatMap((row) => (row.kind === "case" ? [row] : [])).sort((a, b) => a.seq - b.seq);

/** What becomes of a case: both alike, the agent does too much, it hands over, it fails, or it does something else. */
const KINDS = ["alike", "over", "escalate", "fail", "other"] as const;
type Kind = (typeof KINDS)[number];
function made(type: string, kind: Kind): Pick<DeskCase, "decided" | "proposed"> {
  return {
    alike: { decided: [type], proposed: [type] },
    over: { decided: [], proposed: [type] },
    escalate: { decided: [type], proposed: ["escalate"] },
    fail: { decided: [type], proposed: null },
    other: { decided: ["c"], proposed: [type] },
  }[kind];
}

const draws = (length: number) => fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: length, maxLength: length });
/** Case by case, each type as often right as its own rate says. */
function kindsOf(dice: readonly number[], rates: readonly number[]): { type: string; kind: Kind }[] {
  return dice.map((die, i) => {
    const type = i % 2 === 0 ? "a" : "b";
    const rate = rates[i % 2] ?? 1;
    return { type, kind: die < rate ? "alike" : (KINDS[1 + (Math.floor(die * 1e6) % 4)] as Kind) };
  });
}

const actions: Desk["actions"] = {
  a: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.6), seriousAtMost(0.3)], stay: [agreementAtLeast(0.3)] },
  b: { at: "L2", ask: "L3", climb: [agreementAtLeast(0.5), coverageAtLeast(0.3), failuresAtMost(0.5)] },
  c: {},
};
const N = 120;
const desks = fc.record({
  dice: draws(N),
  rates: fc.tuple(fc.constantFrom(0.1, 0.5, 0.8, 1), fc.constantFrom(0.1, 0.5, 0.8, 1)),
  sizes: fc.constantFrom([1], [2], [1, 4], [1, 1, 1, 5], [1, 1, 1, 1, 2, 2, 12]),
  together: fc.constantFrom("holm" as const, "each" as const),
  seed: fc.nat({ max: 1000 }),
});
function deskOf({
  dice,
  rates,
  sizes,
  together,
}: {
  dice: readonly number[];
  rates: readonly number[];
  sizes: readonly number[];
  together: "holm" | "each";
}): Desk {
  const names = clustersOf(sizes);
  const cases = kindsOf(dice, rates).map(({ type, kind }, i) => ({
    id: `${i}`,
    cluster: names[i] as string,
    ...made(type, kind),
  }));
  return { cases, actions, together };
}

/**
 * A rest that turns out so much worse (or better) than the beginning that the share seen falls out of what was shown decides nothing: what was
 * shown before, the rest has taken back. It can only be so where a line had been shown on one side and, at the end, the share seen lies on the
 * other or both sides were shown once; then the whole run knows less than the stopped one.
 */
function takenBack(types: readonly { readonly type: string; readonly evidence: TypeEvidence }[], suite: ReadySuite): Set<string> {
  const turned = types.filter(({ type, evidence }) => {
    const gate = suite.gates.get(type);
    const asked =
      gate === undefined ? [] : [...gate.climb, ...stayCriteria(gate)].flatMap(({ asks }) => (asks === undefined ? [] : [asks]));
    return asked.some(({ share, line, lost = line, alpha = 0.05 }) => {
      const { lines, rate } = evidence.shares[share] as ShareEvidence;
      const shown = (lines.find((one) => one.line === line)?.above ?? 0) >= -Math.log(alpha);
      const refuted = (lines.find((one) => one.line === lost)?.below ?? 0) >= -Math.log(alpha);
      return (shown && (refuted || (rate ?? 0) < line)) || (refuted && (rate ?? 1) >= lost);
    });
  });
  return new Set(turned.map(({ type }) => type));
}

/** Clusters of these sizes, over again until there are `N` cases. */
const clustersOf = (sizes: readonly number[]): string[] => {
  const names: string[] = [];
  for (let at = 0; names.length < N; at++) for (let i = 0; i < (sizes[at % sizes.length] as number); i++) names.push(`k${at}`);
  return names.slice(0, N);
};

test("once it says settled, whatever the rest brings gives the same verdicts, but for what the rest takes back", async () => {
  let [stopped, standing, unequal] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(
      desks,
      fc.array(fc.tuple(draws(N), fc.constantFrom(0, 0.5, 1)), { minLength: 2, maxLength: 2 }),
      async (given, others) => {
        const desk = deskOf(given);
        const suite = deskSuite(desk);
        const early = await ran(desk, { stopEarly: true, seed: given.seed });
        if (!early.settled) return;
        stopped++;
        const kept = new Set(
          placed(early.ledger)
            .filter(({ seq }) => seq < early.judgement.flow.observed)
            .map((row) => row.case.id),
        );
        for (const [dice, rate] of [[given.dice, null], ...others] as const) {
          const rest = kindsOf(dice, rate === null ? given.rates : [rate, rate]);
          const cases = desk.cases.map((one, i) => {
            const { type, kind } = rest[i] as { type: string; kind: Kind };
            return kept.has(one.id) ? one : { id: one.id, cluster: one.cluster as string, ...made(type, kind) };
          });
          const whole = await ran({ ...desk, cases }, { seed: given.seed });
          expect(whole.judgement.flow).toMatchObject({ observed: N, missing: 0, saved: 0 });
          const [found, stood] = [verdicts(whole.judgement), verdicts(early.judgement)];
          const back = new Set([...takenBack(whole.judgement.types, suite), ...takenBack(early.judgement.types, suite)]);
          for (const [at, [type]] of stood.entries()) {
            if (back.has(type as string)) {
              expect([stood[at]?.[1], "insufficient"]).toContain(found[at]?.[1]);
              continue;
            }
            expect(found[at]).toEqual(stood[at]);
            standing++;
            if (new Set(given.sizes).size > 1) unequal++;
          }
        }
      },
    ),
    { seed: 1, numRuns: 30 },
  );
  expect([stopped > 15, standing > 100, unequal > 30]).toEqual([true, true, true]);
});

/** One case of a stream, as a run would hand it on. */
function handed(seq: number, cluster: string, type: string, kind: Kind): { one: Case; observations: Observation[] } {
  const { decided, proposed } = made(type, kind);
  const acts = (types: readonly string[]) => types.map((type) => ({ type, params: {} }));
  const parsed = parseCase({ id: `${seq}`, cluster, input: seq, decisions: [{ actions: acts(decided) }] });
  if (!("case" in parsed)) throw new Error("not a case");
  const rest = { attempt: 1, isolation: "I1", trace: { steps: [] }, breaches: [], ms: 0 } as const;
  const observation: Observation =
    proposed === null
      ? { ...rest, kind: "failed", code: "threw", because: "no idea" }
      : {
          ...rest,
          kind: "proposed",
          proposal: proposed[0] === "escalate" ? { kind: "escalate" } : { kind: "act", actions: acts(proposed) },
        };
  return { one: parsed.case, observations: [observation] };
}

test("once it says settled, clusters larger than any so far, up to the most there are, change no verdict either", () => {
  const CLUSTERS = 60;
  const sizes = fc.constantFrom([1], [1, 1, 3], [2]);
  let [stopped, standing] = [0, 0];
  const rests = fc.array(
    fc.record({ growth: fc.constantFrom(1, 1.2, 2), kind: fc.constantFrom(...KINDS), type: fc.constantFrom("a", "b", "both") }),
    { minLength: 4, maxLength: 4 },
  );
  fc.assert(
    fc.property(desks, sizes, rests, fc.constantFrom(3, 3, 5), ({ dice, rates, together }, before, others, most) => {
      const suite = deskSuite({ cases: [], actions, together });
      const weighting = { weightOf: () => 1, weighted: false, most, cap: Infinity };
      const stop = new StopEarly(suite, CLUSTERS, weighting);
      const kinds = kindsOf(dice, rates);
      const cases: ReturnType<typeof handed>[] = [];
      let at: number | null = null;
      for (let cluster = 0; cluster < CLUSTERS && at === null; cluster++) {
        for (let i = 0; i < (before[cluster % before.length] as number) && at === null; i++) {
          const { type, kind } = kinds[cases.length % N] as { type: string; kind: Kind };
          const next = handed(cases.length, `k${cluster}`, type, kind);
          at = stop.take(cases.length, next.one, next.observations);
          cases.push(next);
        }
      }
      if (at === null) return;
      stopped++;
      const prefix = cases.slice(0, at);
      const judged = (given: readonly ReturnType<typeof handed>[]) => {
        const count = countFor(suite, weighting);
        for (const { one, observations } of given) {
          const attempts = observations.map((observation) => compare(one.decisions[0], observation, suite.compared));
          count.add({ id: one.id, cluster: one.cluster, attempts });
        }
        const { types } = count.evidence();
        const asked = ["a", "b"].map((type) => ({ type, evidence: { ...(types.get(type) as CountedType), facts: NO_FACTS } }));
        const answers = asked.map(({ type, evidence }) => decide(suite.gates.get(type) as Gate, evidence, type, SEALED));
        return { asked, verdicts: decideTogether(answers, suite.together).map(({ decided }) => decided.verdict) };
      };
      const early = judged(prefix);
      const left = CLUSTERS - new Set(prefix.map(({ one }) => one.cluster)).size;
      for (const { growth, kind, type } of others) {
        const rest = Array.from({ length: left }, (_, i) =>
          Array.from({ length: Math.min(most, Math.ceil(growth ** i)) }, (_, j) =>
            handed(1000 + 1000 * i + j, `r${i}`, type === "both" ? (i % 2 === 0 ? "a" : "b") : type, kind),
          ),
        ).flat();
        const whole = judged([...prefix, ...rest]);
        const back = new Set([...takenBack(early.asked, suite), ...takenBack(whole.asked, suite)]);
        for (const [i, name] of ["a", "b"].entries()) {
          if (back.has(name)) expect([early.verdicts[i], "insufficient"]).toContain(whole.verdicts[i]);
          else {
            expect(whole.verdicts[i]).toBe(early.verdicts[i]);
            standing++;
          }
        }
      }
    }),
    { seed: 4, numRuns: 30 },
  );
  expect([stopped > 15, standing > 60]).toEqual([true, true]);
});

test("arrival order and concurrency change nothing of the answer, and the ledger says where the run stopped", async () => {
  const turns = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: N, maxLength: N });
  await fc.assert(
    fc.asyncProperty(desks, turns, fc.integer({ min: 1, max: 40 }), async (given, waits, concurrency) => {
      const desk = deskOf(given);
      const pause = async (id: string) => {
        for (let i = 0; i < (waits[Number(id)] ?? 0); i++) await new Promise((resolve) => setImmediate(resolve));
      };
      const plain = await ran(desk, { stopEarly: true, concurrency: 1, seed: given.seed });
      const mixed = await ran({ ...desk, pause }, { stopEarly: true, concurrency, seed: given.seed });
      expect(mixed.settled).toBe(plain.settled);
      expect(mixed.judgement.flow.observed).toBe(plain.judgement.flow.observed);
      expect(mixed.judgement.evidence).toEqual(plain.judgement.evidence);
      const answers = ({ types }: Judgement) => types.map(({ type, evidence, decided }) => ({ type, evidence, decided }));
      expect(answers(mixed.judgement)).toEqual(answers(plain.judgement));
      for (const { judgement, ledger, settled } of [plain, mixed]) {
        const { flow } = judgement;
        expect(flow.observed + flow.uncounted + flow.saved + flow.missing).toBe(flow.asked);
        expect(judgement.stopped === null).toBe(!settled);
        const stop = ledger.find((row) => row.kind === "stop");
        expect(stop === undefined ? null : stop.at).toBe(settled ? flow.observed : null);
        expect(ledger.at(-1)).toMatchObject({ kind: "end", observed: flow.observed + flow.uncounted });
        if (settled) expect(flow.missing).toBe(0);
      }
    }),
    { seed: 2, numRuns: 20 },
  );
});

test("a run that stopped is judged on exactly the prefix", async () => {
  let stopped = 0;
  await fc.assert(
    fc.asyncProperty(desks, async (given) => {
      const desk = deskOf(given);
      const suite = deskSuite(desk);
      const { judgement, ledger, settled } = await ran(desk, { stopEarly: true, seed: given.seed, concurrency: 7 });
      if (!settled) return;
      stopped++;
      const weighting = weightingOf(judgement.run);
      expect(weighting.most).toBe(Math.max(...given.sizes));
      const count = countFor(suite, weighting);
      for (const { case: one, observations } of placed(ledger).slice(0, judgement.flow.observed)) {
        const attempts = observations.map((observation) => compare(one.decisions[0], observation, suite.compared));
        count.add({ id: one.id, cluster: one.cluster, attempts });
      }
      const { types, ...evidence } = count.evidence();
      expect(judgement.evidence).toEqual(evidence);
      for (const {
        type,
        evidence: { facts: _, ...counted },
      } of judgement.types)
        expect(counted).toEqual(types.get(type));
    }),
    { seed: 3, numRuns: 24 },
  );
  expect(stopped).toBeGreaterThan(10);
});

const all = (kind: Kind, n: number): readonly DeskCase[] =>
  Array.from({ length: n }, (_, i) => ({ id: `${i}`, ...made("a", kind) }));
const asking = (floor: number): Desk["actions"] => ({ a: { at: "L3", ask: "L4", climb: [agreementAtLeast(floor)] }, c: {} });

test("an agent that is always right stops at the first look that shows it; one that is always wrong much sooner", async () => {
  const right = await ran({ cases: all("alike", 400), actions: asking(0.95) }, { stopEarly: true, concurrency: 1 });
  expect(right.settled).toBe(true);
  expect(verdicts(right.judgement)).toEqual([["a", "promote", "L4"]]);
  // 78 show it; the looks near there are at 77 and 80, and of the last cluster nobody knows yet that it is whole.
  expect(right.judgement.flow.observed).toBeGreaterThanOrEqual(78);
  expect(right.judgement.flow.observed).toBeLessThanOrEqual(82);
  expect(right.judgement.flow.saved).toBeGreaterThan(300);
  const wrong = await ran({ cases: all("over", 400), actions: asking(0.95) }, { stopEarly: true, concurrency: 1 });
  expect(wrong.judgement.flow.observed).toBeLessThan(10);
  expect(verdicts(wrong.judgement)).toEqual([["a", "hold", "L3"]]);
});

test("too few cases to show it: it goes on as long as the rest could still show it or the opposite, and then says that it is not known", async () => {
  const by = (kinds: readonly Kind[]) => ({
    cases: kinds.map((kind, i) => ({ id: `${i}`, ...made("a", kind) })),
    actions: asking(0.5),
  });
  const kinds = Array.from({ length: 24 }, (_, i): Kind => (i % 2 === 0 ? "alike" : "over"));
  const { judgement, ledger, settled } = await ran(by(kinds), { stopEarly: true, concurrency: 1 });
  expect(settled).toBe(true);
  expect(verdicts(judgement)).toEqual([["a", "insufficient", "L3"]]);
  expect(judgement.stopped).toMatchObject({ saved: judgement.flow.saved, money: null });
  const kept = new Set(placed(ledger).map((row) => Number(row.case.id)));
  expect(kept.size).toBeGreaterThan(15);
  for (const kind of ["alike", "over"] as const) {
    const whole = await ran(by(kinds.map((was, i) => (kept.has(i) ? was : kind))));
    expect(verdicts(whole.judgement)).toEqual(verdicts(judgement));
  }
});

test("clusters larger than any so far may still show the opposite, where the dataset has them", async () => {
  const lone = await ran({ cases: all("alike", 20), actions: asking(0.99) }, { stopEarly: true, concurrency: 1 });
  expect([lone.settled, verdicts(lone.judgement)]).toEqual([true, [["a", "insufficient", "L3"]]]);
  // One of three cases: a lone one is a third of a vote, and the hits weigh as much less against the misses that may come.
  const cases = all("alike", 20).map((one, i) => ({ ...one, cluster: i < 3 ? "three" : `${i}` }));
  const unequal = await ran({ cases, actions: asking(0.99) }, { stopEarly: true, concurrency: 1 });
  expect(unequal.judgement.flow.saved).toBeLessThanOrEqual(lone.judgement.flow.saved);
  expect(verdicts(unequal.judgement)).toEqual([["a", "insufficient", "L3"]]);
});

test("a gate without criteria stays closed, and a type whose gate has none is nothing to wait for", async () => {
  const none: Desk["actions"] = { a: { at: "L3", ask: "L4", climb: [] }, c: {} };
  const { settled, judgement } = await ran({ cases: all("alike", 50), actions: none }, { stopEarly: true, concurrency: 1 });
  expect(settled).toBe(true);
  expect(judgement.flow.observed).toBeLessThan(5);
  expect(verdicts(judgement)).toEqual([["a", "insufficient", "L3"]]);
});

test("what was shown and then refuted is open: the rest may bear out either", async () => {
  const two: Desk["actions"] = { ...asking(0.5), b: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.5)] } };
  const ids = placed((await ran({ cases: all("alike", 400), actions: two })).ledger).map((row) => row.case.id);
  // In sampling order: 150 cases of one type, of which the first `luck` match, and then misses of the other type until that is settled.
  const by = (luck: number) => ({
    cases: ids.map((id, i) => ({ id, ...made(i < 150 ? "a" : "b", i < luck ? "alike" : "over") })),
    actions: two,
    together: "each" as const,
  });
  const [turned, plain] = [await ran(by(30), { stopEarly: true }), await ran(by(0), { stopEarly: true })];
  expect([plain.settled, plain.judgement.flow.observed < 170]).toEqual([true, true]);
  expect(turned.settled).toBe(false);
  expect(verdicts(turned.judgement)).toEqual([
    ["a", "insufficient", "L3"],
    ["b", "hold", "L3"],
  ]);
  expect(turned.judgement.types[0]?.evidence.shares.agreement).toMatchObject({ contradicts: true, rate: 0.2 });
  expect(turned.judgement.caveats.join("\n")).toContain(
    "an early stretch of the random order and the rest point to different rates",
  );
});

test("what was shown while the share seen lies below the line is open: the rest may bring it back", async () => {
  const two: Desk["actions"] = { ...asking(0.95), b: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.5)] } };
  const ids = placed((await ran({ cases: all("alike", 400), actions: two })).ledger).map((row) => row.case.id);
  // In sampling order: 90 hits and 6 misses, which are 93.8 %, then misses of the other type until that is settled, then hits again.
  const cases = ids.map((id, i) => ({ id, ...made(i >= 96 && i < 130 ? "b" : "a", i >= 90 && i < 130 ? "over" : "alike") }));
  const { judgement, settled } = await ran({ cases, actions: two, together: "each" }, { stopEarly: true, concurrency: 1 });
  expect(verdicts(judgement)).toEqual([
    ["a", "promote", "L4"],
    ["b", "hold", "L3"],
  ]);
  // 114 of 120 are 95 % again: 24 hits on, within a look or two.
  expect([settled, judgement.flow.observed >= 154, judgement.flow.observed < 165]).toEqual([true, true, true]);
});

test("what was saved is said in money where a price is known", async () => {
  const price = { perAttempt: 0.02, currency: "EUR" };
  const { judgement } = await ran(
    { cases: all("alike", 400), actions: asking(0.9), price, attempts: 3 },
    { stopEarly: true, concurrency: 1 },
  );
  expect(judgement.stopped?.money?.currency).toBe("EUR");
  expect(judgement.stopped?.money?.amount).toBeCloseTo(judgement.flow.saved * 3 * 0.02, 9);
});

test("what has to go on holding is waited for, as the next rung is", async () => {
  const held = (floor: number): Desk["actions"] => ({
    a: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.5)], hold: [agreementAtLeast(floor)] },
    c: {},
  });
  const right = await ran({ cases: all("alike", 400), actions: held(0.95) }, { stopEarly: true, concurrency: 1 });
  expect([right.settled, verdicts(right.judgement)]).toEqual([true, [["a", "promote", "L4"]]]);
  expect(right.judgement.flow.observed).toBeGreaterThanOrEqual(78);
  expect(right.judgement.flow.saved).toBeGreaterThan(300);
  const few = await ran({ cases: all("alike", 60), actions: held(0.95) }, { stopEarly: true, concurrency: 1 });
  expect([few.settled, verdicts(few.judgement)]).toEqual([true, [["a", "insufficient", "L3"]]]);
});

test("nothing is asked, or not told to: then every case is asked about", async () => {
  const [told, untold] = [
    await ran({ cases: all("alike", 100), actions: asking(0.5) }),
    await ran({ cases: all("alike", 0).concat(all("alike", 100)), actions: { a: {}, c: {} } }, { stopEarly: true }),
  ];
  expect([told.settled, told.judgement.flow.observed, told.judgement.stopped]).toEqual([false, 100, null]);
  expect([untold.settled, untold.judgement.flow.observed, untold.judgement.stopped]).toEqual([false, 100, null]);
  expect(verdicts(untold.judgement)).toEqual([]);
});

test("of two types that are asked about, both have to be settled", async () => {
  const both: readonly DeskCase[] = Array.from({ length: 300 }, (_, i) => ({
    id: `${i}`,
    ...made(i % 10 === 0 ? "b" : "a", "alike"),
  }));
  const two: Desk["actions"] = {
    a: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.8)] },
    b: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.8)] },
  };
  const { judgement } = await ran({ cases: both, actions: two }, { stopEarly: true, concurrency: 1 });
  const { judgement: one } = await ran(
    { cases: both, actions: two, only: ["a"] },
    { stopEarly: true, concurrency: 1, ask: ["a"] },
  );
  expect(verdicts(judgement)).toEqual([
    ["a", "promote", "L4"],
    ["b", "promote", "L4"],
  ]);
  expect(verdicts(one)).toEqual([["a", "promote", "L4"]]);
  expect(one.flow.observed).toBeLessThan(judgement.flow.observed);
});
