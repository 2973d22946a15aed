import fc from "fast-check";
import { expect, test } from "vitest";
import { agreementAtLeast, coverageAtLeast, failuresAtMost, seriousAtMost } from "../criteria/index.ts";
import { newLedgerEnd, readLedger } from "../ledger/readLedger.ts";
import type { LedgerRow } from "../ledger/record.ts";
import { type Desk, type DeskCase, deskSuite, runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";
import type { Judgement } from "./judgement.ts";
import { journalOf, type ObserveOptions } from "./observe.ts";

interface Ran {
  readonly judgement: Judgement;
  readonly ledger: readonly LedgerRow[];
  readonly settled: boolean;
}

async function ran(desk: Desk, more: Partial<ObserveOptions> = {}): Promise<Ran> {
  using dir = runFolder();
  const suite = deskSuite(desk);
  const { settled } = await runInto(dir.path, suite, more);
  return { judgement: judge(suite, dir.path).judgement, ledger: [...readLedger(journalOf(dir.path), newLedgerEnd())], settled };
}

const verdicts = ({ types }: Judgement) =>
  types.flatMap(({ type, decided }) => (decided.ask === null ? [] : [[type, decided.verdict, decided.to]]));
const contradicts = ({ types }: Judgement) =>
  types.some(({ evidence }) => Object.values(evidence.shares).some((share) => share.contradicts));
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
  size: fc.constantFrom(1, 1, 2, 3),
  together: fc.constantFrom("holm" as const, "each" as const),
  seed: fc.nat({ max: 1000 }),
});
function deskOf({
  dice,
  rates,
  size,
  together,
}: {
  dice: readonly number[];
  rates: readonly number[];
  size: number;
  together: "holm" | "each";
}): Desk {
  const cases = kindsOf(dice, rates).map(({ type, kind }, i) => ({
    id: `${i}`,
    cluster: `k${Math.floor(i / size)}`,
    ...made(type, kind),
  }));
  return { cases, actions, together };
}

test("once it says settled, whatever the rest brings gives the same verdicts", async () => {
  let stopped = 0;
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      desks,
      fc.array(fc.tuple(draws(N), fc.constantFrom(0, 0.5, 1)), { minLength: 3, maxLength: 3 }),
      async (given, others) => {
        const desk = deskOf(given);
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
          // A rest that contradicts the beginning says so, and decides nothing.
          if (contradicts(whole.judgement) || contradicts(early.judgement)) continue;
          compared++;
          expect(verdicts(whole.judgement)).toEqual(verdicts(early.judgement));
        }
      },
    ),
    { seed: 1, numRuns: 35 },
  );
  expect([stopped > 15, compared > 40]).toEqual([true, true]);
});

test("verdicts do not depend on arrival order or concurrency, and the ledger says where the run stopped", async () => {
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
      if (!contradicts(plain.judgement) && !contradicts(mixed.judgement)) {
        expect(verdicts(mixed.judgement)).toEqual(verdicts(plain.judgement));
      }
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
    { seed: 2, numRuns: 25 },
  );
});

test("a run that stopped is judged on exactly the prefix: as a run limited to it", async () => {
  await fc.assert(
    fc.asyncProperty(desks, async (given) => {
      const desk = deskOf(given);
      const early = await ran(desk, { stopEarly: true, seed: given.seed, concurrency: 7 });
      fc.pre(early.settled);
      const limited = await ran(desk, { limit: early.judgement.flow.observed, seed: given.seed });
      expect(early.judgement.types).toEqual(limited.judgement.types);
      expect(early.judgement.evidence).toEqual(limited.judgement.evidence);
    }),
    { seed: 3, numRuns: 20 },
  );
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

test("too few cases to show it either way are not worth asking: it stops at once, and says that it is not known", async () => {
  const { judgement, settled } = await ran(
    { cases: all("alike", 20), actions: asking(0.99) },
    { stopEarly: true, concurrency: 1 },
  );
  // Twenty misses could still show that it is worse, so it goes on until they no longer could.
  expect(settled).toBe(true);
  expect(verdicts(judgement)).toEqual([["a", "insufficient", "L3"]]);
  expect(judgement.stopped).toMatchObject({ saved: judgement.flow.saved, money: null });
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

test("nothing is asked, or not told to: then every case is asked about", async () => {
  const [told, untold] = [
    await ran({ cases: all("alike", 100), actions: asking(0.5) }),
    await ran({ cases: all("alike", 0).concat(all("alike", 100)), actions: { a: {}, c: {} } }, { stopEarly: true }),
  ];
  expect([told.settled, told.judgement.flow.observed, told.judgement.stopped]).toEqual([false, 100, null]);
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
