import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action } from "../action.ts";
import type { Proposal, Wall } from "../agent.ts";
import { inProcess } from "../agents/inProcess.ts";
import { fields, within } from "../comparators/index.ts";
import { chainHash, GENESIS, segmentName } from "../journal/segments.ts";
import type { LedgerRow, RunHeader } from "../ledger/record.ts";
import type { Observation } from "../replay.ts";
import { journalOf } from "../run/observe.ts";
import { rows } from "../sources/rows.ts";
import { type ReadySuite, readySuite, type Suite } from "../suite.ts";
import { type Diff, diff } from "./diff.ts";

const suiteOf = (actions: Suite["actions"] = { refund: { title: "Issue a refund" }, close: {} }): ReadySuite =>
  readySuite({
    name: "desk",
    dataset: { name: "desk", cases: rows("memory", []) },
    agent: inProcess({ name: "clerk", version: "1", propose: () => ({ kind: "abstain" }) }),
    actions,
  });

const refund = (amount: number): Action => ({ type: "refund", params: { amount } });
const close: Action = { type: "close", params: {} };
const act = (...actions: Action[]): Proposal => ({ kind: "act", actions });
type Answer = Proposal | "failed";

interface Given {
  readonly id: string;
  readonly decided?: readonly Action[];
  /** Attempt by attempt. */
  readonly answers: readonly Answer[];
  readonly cluster?: string;
  readonly input?: unknown;
}

interface RunGiven {
  readonly version?: string;
  readonly agent?: string;
  readonly data?: string;
  readonly asked?: number;
  readonly digest?: string;
  readonly cutOff?: boolean;
  readonly timeout?: number;
  readonly code?: string;
}

const observation = (answer: Answer, attempt: number): Observation => ({
  attempt,
  isolation: "I0",
  trace: { steps: [] },
  breaches: [],
  ms: 1,
  ...(answer === "failed"
    ? { kind: "failed" as const, code: "threw" as const, because: "it broke" }
    : { kind: "proposed" as const, proposal: answer }),
});

const wallOf = (code: string): Wall => ({
  isolation: "I3",
  mechanism: "a sandbox",
  command: [],
  versions: {},
  canary: [],
  open: [],
  weaker: null,
  residual: "",
  code,
});

/** Puts a run on disk, its cases in the order given. */
function write(dir: string, cases: readonly Given[], given: RunGiven = {}): void {
  const { version = "1", agent = "clerk", data = "d1", asked = cases.length, digest = suiteOf().digest, cutOff = false } = given;
  const run: RunHeader = {
    schema: "earnest/ledger/1",
    id: dir,
    startedAt: "2026-03-01T10:00:00.000Z",
    earnest: "0",
    node: "26",
    suite: { name: "desk", file: "suite.ts", data: null, digest, rules: {} },
    dataset: { name: "desk", source: "memory", digest: data, cases: asked, excluded: 0, card: null },
    agent: { name: agent, version, seam: "tools", isolation: "I0" },
    seed: 1,
    attempts: Math.max(1, ...cases.map(({ answers }) => answers.length)),
    timeout: given.timeout ?? 60,
    ...(given.code === undefined ? {} : { wall: wallOf(given.code) }),
    selection: { filter: {}, limit: null, onBadRow: "refuse" },
    asked: { selected: asked, cases: asked },
  };
  const ledger: LedgerRow[] = [{ kind: "run", run }];
  for (const [seq, { id, decided = [refund(5)], answers, cluster = id, input = id }] of cases.entries()) {
    const one = { id, cluster, input, reads: [], decisions: [{ actions: decided }] as const, slices: {}, weight: 1 };
    ledger.push({ kind: "case", seq, case: one, observations: answers.map((answer, i) => observation(answer, i + 1)) });
  }
  if (!cutOff) ledger.push({ kind: "end", at: run.startedAt, observed: cases.length, unasked: 0 });
  // Written as the ledger writes it, but at once: its syncing would make the properties slow.
  let head = GENESIS;
  const lines = ledger.map((row) => {
    const text = JSON.stringify(row);
    head = chainHash(head, text);
    return `${head} ${Buffer.byteLength(text)} ${text}\n`;
  });
  mkdirSync(journalOf(dir), { recursive: true });
  writeFileSync(join(journalOf(dir), segmentName(1)), lines.join(""));
}

interface Both {
  readonly before: readonly Given[];
  readonly after: readonly Given[];
  readonly runs?: { readonly before?: RunGiven; readonly after?: RunGiven };
  readonly suite?: ReadySuite;
}

function compared({ before, after, runs = {}, suite = suiteOf() }: Both): Diff {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-diff-"));
  const dirs = { before: join(dir.path, "a"), after: join(dir.path, "b") };
  write(dirs.before, before, { version: "1", ...runs.before });
  write(dirs.after, after, { version: "2", ...runs.after });
  return diff(suite, dirs);
}

const typeIn = ({ types }: Diff, type: string) => types.find((one) => one.type === type);
const cases = (n: number, answer: (i: number) => Answer, more: (i: number) => Partial<Given> = () => ({})): Given[] =>
  Array.from({ length: n }, (_, i) => ({ id: `case-${String(i).padStart(4, "0")}`, answers: [answer(i)], ...more(i) }));
const right = act(refund(5));
const wrong = act(refund(9));

test("a version that got worse is called worse, with the cases, what they became and how many", () => {
  const found = compared({
    before: cases(100, (i) => (i < 90 ? right : wrong)),
    after: cases(100, (i) => (i < 40 ? (i < 30 ? wrong : act(close)) : right)),
  });
  expect(found.pairs).toBe(100);
  expect(typeIn(found, "refund")).toMatchObject({
    verdict: "worse",
    title: "Issue a refund",
    n: 100,
    table: { both: 50, onlyBefore: 40, onlyAfter: 10, neither: 0 },
    discordance: 0.5,
    clusters: { better: 10, worse: 40, evened: 0, shared: false },
    patterns: {
      worse: [
        { decided: "refund", proposed: "refund", outcome: "params", n: 30 },
        { decided: "refund", proposed: "close", outcome: "type", n: 10 },
      ],
      better: [{ outcome: "params", n: 10 }],
    },
  });
  // The vectors of Tango and McNemar stand beside the statistics; here it matters that the sign is that of "after less before".
  expect(typeIn(found, "refund")?.difference.estimate).toBeCloseTo(-0.3, 12);
  expect(typeIn(found, "refund")?.difference.high).toBeLessThan(0);
  expect(found.changes.worse.n).toBe(50);
  expect(found.changes.worse.listed[0]).toEqual({
    id: "case-0000",
    type: "refund",
    serious: false,
    before: { outcome: "match", decided: "refund", proposed: "refund", because: null },
    after: { outcome: "params", decided: "refund", proposed: "refund", because: '{"amount": 5} against {"amount": 9}' },
  });
  // Ten of them act on an order the person did not close.
  expect(typeIn(found, "close")).toMatchObject({ n: 10, table: { onlyBefore: 10 } });
});

test("swapping the runs mirrors everything", () => {
  const answer = fc.constantFrom<Answer>(
    right,
    wrong,
    act(close),
    act(refund(5), close),
    act(),
    { kind: "escalate" },
    { kind: "abstain" },
    "failed",
  );
  const one = fc.record({
    decided: fc.constantFrom<readonly Action[]>([], [refund(5)], [close], [refund(5), close], [{ type: "escalate", params: {} }]),
    cluster: fc.constantFrom("one", "two", "three", "four"),
    before: fc.option(answer, { nil: undefined }),
    after: fc.option(answer, { nil: undefined }),
    input: fc.constantFrom(["x", "x"], ["x", "x"], ["x", "y"]),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 25 }), (given) => {
      const run = (side: "before" | "after") =>
        given.flatMap(({ decided, cluster, input, [side]: said }, i) =>
          said === undefined ? [] : [{ id: `c${i}`, decided, cluster, input: input[side === "before" ? 0 : 1], answers: [said] }],
        );
      const there = compared({ before: run("before"), after: run("after") });
      const back = compared({ before: run("after"), after: run("before") });
      const mirrored = { worse: "better", better: "worse", "no-difference": "no-difference" };
      expect(back.pairs).toBe(there.pairs);
      for (const [at, a] of [there.overall, ...there.types].entries()) {
        const b = [back.overall, ...back.types][at] as typeof a;
        const { both, onlyBefore, onlyAfter, neither } = a.table;
        expect(b.table).toEqual({ both, onlyBefore: onlyAfter, onlyAfter: onlyBefore, neither });
        expect(both + onlyBefore + onlyAfter + neither).toBe(a.n);
        expect(b.patterns).toEqual({ worse: a.patterns.better, better: a.patterns.worse });
        expect(b.clusters).toMatchObject({ better: a.clusters.worse, worse: a.clusters.better, evened: a.clusters.evened });
        expect(b.serious).toEqual({ before: a.serious.after, after: a.serious.before });
        expect(b.tests.logE).toBeCloseTo(a.tests.logE, 10);
        expect(b.difference.low).toBeCloseTo(-a.difference.high, 9);
      }
      for (const [at, a] of there.types.entries()) expect(back.types[at]?.verdict).toBe(mirrored[a.verdict]);
      const turned = there.changes.better.listed.map(({ before, after, ...rest }) => ({ ...rest, before: after, after: before }));
      expect(back.changes.worse).toEqual({ n: there.changes.better.n, listed: turned });
      expect(back.leftOut.onlyBefore).toEqual(there.leftOut.onlyAfter);
      expect(back.leftOut.recordedOtherwise).toEqual(there.leftOut.recordedOtherwise);
      const { onlyBefore, onlyAfter, recordedOtherwise } = there.leftOut;
      expect(there.pairs * 2 + onlyBefore.n + onlyAfter.n + recordedOtherwise.n * 2).toBe(
        run("before").length + run("after").length,
      );
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("the order in which cases arrived changes nothing", () => {
  const before = cases(60, (i) => (i % 3 === 0 ? wrong : right));
  const after = cases(55, (i) => (i % 4 === 0 ? act(close) : right));
  const plain = compared({ before, after });
  const without = ({ before: _, after: __, ...rest }: Diff) => rest;
  fc.assert(
    fc.property(fc.shuffledSubarray(before, { minLength: 60 }), fc.shuffledSubarray(after, { minLength: 55 }), (one, two) => {
      expect(without(compared({ before: one, after: two }))).toEqual(without(plain));
    }),
    { seed: 1, numRuns: 20 },
  );
});

describe("what agreeing on an action type means", () => {
  const on = (decided: readonly Action[], before: Answer, after: Answer, type = "refund") => {
    const found = compared({
      before: [{ id: "c", decided, answers: [before] }],
      after: [{ id: "c", decided, answers: [after] }],
    });
    return { type: typeIn(found, type), found };
  };

  test("leaving it alone where the person did agrees, and acting there is serious and worse", () => {
    const { type, found } = on([], act(), right);
    expect(type).toMatchObject({ n: 1, table: { onlyBefore: 1 }, serious: { before: 0, after: 1 } });
    expect(found.changes.worse.listed).toEqual([
      expect.objectContaining({ serious: true, before: null, after: expect.objectContaining({ outcome: "overreach" }) }),
    ]);
  });

  test.each<[string, Answer]>([
    ["failed", "failed"],
    ["abstained", { kind: "abstain" }],
  ])("no answer is no improvement over acting wrongly: %s", (outcome, silent) => {
    const { type } = on([], right, silent);
    expect(type?.table).toEqual({ both: 0, onlyBefore: 0, onlyAfter: 0, neither: 1 });
    const { found } = on([], act(), silent);
    // No action type turned up; only the case as a whole got worse.
    expect(found.changes.worse.listed).toMatchObject([{ type: null, after: { outcome } }]);
  });

  test("both the row and the column count, and one case is one vote for each type", () => {
    const { found } = on([refund(5)], act(refund(5)), act(refund(5), close));
    expect(typeIn(found, "refund")?.table.both).toBe(1);
    expect(typeIn(found, "close")?.table.onlyBefore).toBe(1);
    expect(found.overall.table.onlyBefore).toBe(1);
    expect(found.changes.worse.n).toBe(1);
  });

  test("a difference declared minor is still not a match, and one within the limit is", () => {
    const suite = suiteOf({ refund: { compare: fields({ amount: within(2) }) } });
    const found = compared({
      suite,
      before: [{ id: "c", answers: [right] }],
      after: [{ id: "c", answers: [act(refund(6))] }],
    });
    expect(typeIn(found, "refund")?.table.both).toBe(1);
    expect(found.differing).toBe(0);
  });

  test("types that only turned up are compared too, after the declared ones", () => {
    const { found } = on([], act(), act({ type: "constructor", params: {} }));
    expect(found.types.map(({ type, declared, n }) => [type, declared, n])).toEqual([
      ["refund", true, 0],
      ["close", true, 0],
      ["constructor", false, 1],
    ]);
  });

  test("the first attempt is the vote", () => {
    const found = compared({
      before: [{ id: "c", answers: [right, wrong] }],
      after: [{ id: "c", answers: [wrong, right] }],
    });
    expect(typeIn(found, "refund")?.table.onlyBefore).toBe(1);
    expect(found.caveats.join()).toContain("first attempt is the vote");
  });
});

describe("the answer", () => {
  const worseOf = (n: number, more?: (i: number) => Partial<Given>) =>
    compared({ before: cases(n, () => right, more), after: cases(n, () => wrong, more) });

  test("one case, or a few, show nothing; seven against none show a difference for one type alone", () => {
    const suite = suiteOf({ refund: {} });
    const verdict = (n: number) => {
      const found = compared({ suite, before: cases(n, () => right), after: cases(n, () => wrong) });
      return found.types[0]?.verdict;
    };
    expect(verdict(1)).toBe("no-difference");
    expect(verdict(6)).toBe("no-difference");
    expect(verdict(7)).toBe("worse");
  });

  test("asking about more action types takes more to show", () => {
    const names = Array.from({ length: 20 }, (_, i) => [`type-${i}`, {}] as const);
    const suite = suiteOf({ refund: {}, ...Object.fromEntries(names) });
    const found = compared({ suite, before: cases(7, () => right), after: cases(7, () => wrong) });
    expect(typeIn(found, "refund")).toMatchObject({ verdict: "no-difference" });
    expect(typeIn(found, "refund")?.adjustedP).toBeCloseTo(21 * (typeIn(found, "refund")?.tests.anytimeP ?? 0), 12);
  });

  test("cases of one cluster do not stand for one another", () => {
    const apart = worseOf(40);
    const together = worseOf(40, () => ({ cluster: "one customer" }));
    expect(typeIn(apart, "refund")?.verdict).toBe("worse");
    expect(typeIn(together, "refund")).toMatchObject({
      verdict: "no-difference",
      table: { onlyBefore: 40 },
      clusters: { worse: 1, better: 0, shared: true },
    });
    expect(together.caveats.join()).toContain("count clusters");
    expect(apart.caveats.join()).not.toContain("clusters");
  });

  test("a cluster that changed both ways alike speaks for neither", () => {
    const found = compared({
      before: cases(
        2,
        (i) => (i === 0 ? right : wrong),
        () => ({ cluster: "k" }),
      ),
      after: cases(
        2,
        (i) => (i === 0 ? wrong : right),
        () => ({ cluster: "k" }),
      ),
    });
    expect(typeIn(found, "refund")).toMatchObject({
      clusters: { worse: 0, better: 0, evened: 1 },
      tests: { anytimeP: 1, mcnemarExact: 1, mcnemarMidP: 1 },
    });
  });

  test("without a differing case nothing is shown, and the range still has a width", () => {
    const found = compared({ before: cases(50, () => right), after: cases(50, () => right) });
    expect(typeIn(found, "refund")).toMatchObject({ verdict: "no-difference", discordance: 0, tests: { logE: 0, anytimeP: 1 } });
    expect(typeIn(found, "refund")?.difference.high).toBeGreaterThan(0.01);
    expect(found.caveats).toEqual([]);
  });

  test("runs without a case in common", () => {
    const found = compared({ before: [{ id: "a", answers: [right] }], after: [{ id: "b", answers: [right] }] });
    expect(found).toMatchObject({
      pairs: 0,
      leftOut: { onlyBefore: { n: 1, listed: ["a"] }, onlyAfter: { n: 1, listed: ["b"] } },
      overall: { n: 0, discordance: null, difference: { estimate: null, low: -1, high: 1 } },
      caveats: ["2 cases of 2 could not be compared. What is said here holds for the others only."],
    });
  });
});

describe("what must be known first", () => {
  const same = cases(5, () => right);
  const said = (more: Partial<Both>) => compared({ before: same, after: same, ...more }).caveats.join("\n");

  test("a case recorded otherwise is left out and named, whichever part differs", () => {
    const other = (more: Partial<Given>): Given[] => same.map((one, i) => (i === 2 ? { ...one, ...more } : one));
    for (const more of [{ input: "edited" }, { decided: [close] }, { cluster: "moved" }]) {
      const found = compared({ before: same, after: other(more) });
      expect(found.pairs).toBe(4);
      expect(found.leftOut.recordedOtherwise).toEqual({ n: 1, listed: ["case-0002"] });
      expect(found.caveats.join()).toContain("1 case of 5 could not be compared");
    }
  });

  test("one run compared with itself", () => {
    using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-diff-"));
    const run = join(dir.path, "a");
    write(run, same);
    const found = diff(suiteOf(), { before: run, after: run });
    expect(found).toMatchObject({ pairs: 5, overall: { table: { both: 5 } } });
    expect(found.caveats).toEqual(["Both folders hold one and the same run: it is compared with itself."]);
  });

  test("other rules, other data, a run cut off", () => {
    expect(said({ runs: { before: { digest: "old" } } })).toContain("The run before was judged by other rules");
    expect(said({ runs: { before: { digest: "old" }, after: { digest: "old" } } })).toContain("Both runs were judged");
    expect(said({ runs: { before: { data: "d0" } } })).toContain("different datasets");
    expect(said({ runs: { after: { asked: 8, cutOff: true } } })).toContain("The run after was cut off with 3 cases missing");
  });

  test("the agent’s code under one version, and the time it had", () => {
    const codes = { before: { version: "7", code: "a" }, after: { version: "7", code: "b" } };
    expect(said({ runs: codes })).toContain("Both runs name the agent clerk 7, and they differ in the agent’s code:");
    expect(said({ runs: { before: { code: "a" }, after: { code: "b", timeout: 5 } } })).toContain("The runs differ in timeout:");
    expect(said({ runs: { before: { code: "a" }, after: { code: "b" } } })).toBe("");
  });

  test("a version string that does not tell two agents apart", () => {
    const changed = cases(5, (i) => (i === 1 ? wrong : right));
    const alike = { before: { version: "7" }, after: { version: "7" } };
    expect(said({ runs: alike })).toBe("");
    expect(said({ runs: alike, after: changed })).toContain("clerk 7, and 1 case came out differently");
    expect(said({ runs: { ...alike, after: { version: "7", agent: "clark" } } })).toContain("call their version 7 alike");
  });
});

test("a ledger that contradicts itself is refused", () => {
  const twice = [...cases(2, () => right), ...cases(1, () => right)];
  expect(() => compared({ before: cases(2, () => right), after: twice })).toThrow(
    expect.objectContaining({ code: "LEDGER_CORRUPT", message: expect.stringContaining("on record twice") as string }),
  );
});
