import { existsSync, mkdirSync, mkdtempDisposableSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Agent, type Isolation, type SeenCase, vouched } from "../agent.ts";
import { http } from "../agents/http.ts";
import { inProcess } from "../agents/inProcess.ts";
import { agreementAtLeast } from "../criteria/index.ts";
import { EarnestError } from "../errors.ts";
import { newJournalEnd } from "../journal/readJournal.ts";
import { Ledger } from "../ledger/ledger.ts";
import { readLedger } from "../ledger/readLedger.ts";
import type { LedgerRow } from "../ledger/record.ts";
import { rows } from "../sources/rows.ts";
import { type ReadySuite, readySuite } from "../suite.ts";
import { optionsFor, withoutFacts } from "./deskRun.ts";
import { judge } from "./judge.ts";
import type { Judgement } from "./judgement.ts";
import { journalOf, type Observed, type ObserveOptions, observe } from "./observe.ts";

const N = 40;
const raws = Array.from({ length: N }, (_, i) => ({
  id: `case-${i}`,
  cluster: `customer-${Math.floor(i / 3)}`,
  input: { n: i },
  decisions: [{ actions: i % 5 === 0 ? [] : [{ type: i % 7 === 0 ? "close" : "refund", params: { amount: i } }] }],
  slices: { channel: i % 2 === 0 ? "mail" : "chat" },
}));

type Propose = (seen: SeenCase) => unknown;

/** Mostly like the person; every third case a little different, so that every kind of cell occurs. */
const answer: Propose = ({ input }) => {
  const { n } = input as { n: number };
  if (n % 11 === 0) return { kind: "escalate" };
  if (n % 13 === 0) throw new Error(`no idea about ${n}`);
  return { kind: "act", actions: [{ type: n % 7 === 0 ? "close" : "refund", params: { amount: n % 3 === 0 ? n + 1 : n } }] };
};

function suiteOf(
  propose: Propose = answer,
  more: { agent?: Partial<Agent>; cases?: readonly unknown[]; timeout?: number } = {},
): ReadySuite {
  const given = (more.cases ?? raws).map((raw, i) => ({ raw, where: { file: "memory", line: i + 1 } }));
  return readySuite({
    name: "desk",
    dataset: { name: "desk", cases: rows("memory", given) },
    agent: { ...inProcess({ name: "clerk", version: "1", propose: propose as Agent["propose"] }), ...more.agent },
    actions: { refund: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.5)] }, close: {} },
    timeout: more.timeout ?? 10,
    waiver: { by: "the authors of these tests", because: "the agent runs in the test itself" },
  });
}

const folder = () => mkdtempDisposableSync(join(tmpdir(), "earnest-run-"));

interface Ran {
  readonly observed: Observed;
  readonly rows: readonly LedgerRow[];
  readonly judgement: Judgement;
  readonly files: readonly string[];
}

async function run(suite: ReadySuite, more: Partial<ObserveOptions> = {}): Promise<Ran> {
  using dir = folder();
  const observed = await observe(suite, optionsFor(dir.path, more));
  const ledger = [...readLedger(journalOf(dir.path), newJournalEnd())];
  return { observed, rows: ledger, judgement: judge(suite, dir.path).judgement, files: readdirSync(dir.path).sort() };
}

async function refusal(work: Promise<unknown>): Promise<EarnestError> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof EarnestError) return thrown;
  throw new Error(`expected an EarnestError, got ${String(thrown)}`);
}

const bySeq = (ledger: readonly LedgerRow[]) => ledger.filter((row) => row.kind === "case").sort((a, b) => a.seq - b.seq);

/** A judgement without the name of the one ledger it was read from. */
const withoutHead = ({ run: about, runs, ...rest }: Judgement) => ({
  ...rest,
  run: { ...about, ledgerHead: "" },
  runs: runs.map((one) => ({ ...one, head: "" })),
});

test("the same seed gives the same cases in the same order, and the same judgement, however the answers arrive", async () => {
  const plain = await run(suiteOf(), { concurrency: 1 });
  expect(plain.judgement.flow).toMatchObject({ asked: N, observed: N, missing: 0 });
  const delays = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: N, maxLength: N });
  await fc.assert(
    fc.asyncProperty(delays, fc.integer({ min: 1, max: 60 }), async (turns, concurrency) => {
      const slow: Propose = async (seen) => {
        const wait = turns[(seen.input as { n: number }).n] ?? 0;
        for (let i = 0; i < wait; i++) await new Promise((resolve) => setImmediate(resolve));
        return answer(seen);
      };
      const mixed = await run(suiteOf(slow), { concurrency });
      expect(bySeq(mixed.rows)).toEqual(bySeq(plain.rows));
      expect(withoutHead(mixed.judgement)).toEqual(withoutHead(plain.judgement));
    }),
    { numRuns: 15 },
  );
  const other = await run(suiteOf(), { seed: 2 });
  expect(bySeq(other.rows).map((row) => row.case.id)).not.toEqual(bySeq(plain.rows).map((row) => row.case.id));
  expect(other.judgement.evidence).toEqual(plain.judgement.evidence);
});

test("nothing but the ledger, its manifest and no working file is left in the folder", async () => {
  const { files, rows: ledger, observed } = await run(suiteOf());
  expect(files).toEqual(["journal", "manifest.json"]);
  expect(ledger[0]).toEqual({ kind: "run", run: observed.header });
  expect(ledger.at(-1)).toMatchObject({ kind: "end", observed: N });
});

describe("what is asked about", () => {
  test("a limit takes the first cases of the sampling order, and says what lies beyond", async () => {
    const whole = await run(suiteOf());
    const first = await run(suiteOf(), { limit: 7 });
    expect(bySeq(first.rows)).toEqual(bySeq(whole.rows).slice(0, 7));
    expect(first.judgement.flow).toMatchObject({ read: N, cases: N, beyondLimit: N - 7, asked: 7, observed: 7, missing: 0 });
    expect((await run(suiteOf(), { limit: 1000 })).judgement.flow).toMatchObject({ beyondLimit: 0, asked: N });
  });

  test("a filter keeps the cases of a slice, in the same order, and counts the others", async () => {
    const whole = await run(suiteOf());
    const some = await run(suiteOf(), { filter: { channel: "mail" } });
    expect(bySeq(some.rows).map((row) => row.case.id)).toEqual(
      bySeq(whole.rows)
        .map((row) => row.case)
        .filter((one) => one.slices["channel"] === "mail")
        .map((one) => one.id),
    );
    expect(some.judgement.flow).toMatchObject({ filtered: N / 2, asked: N / 2, missing: 0 });
    expect((await run(suiteOf(), { filter: { channel: "fax" } })).judgement.flow).toMatchObject({ filtered: N, asked: 0 });
  });

  test("attempts are on record one by one, and only the first is a vote", async () => {
    const [once, thrice] = [await run(suiteOf()), await run(suiteOf(), { attempts: 3 })];
    for (const row of bySeq(thrice.rows)) expect(row.observations.map((one) => one.attempt)).toEqual([1, 2, 3]);
    expect(thrice.judgement.evidence).toMatchObject({ cases: N, attempts: 3 * N, repeated: { cases: N, unstable: 0 } });
    expect(withoutFacts(thrice.judgement)).toEqual(withoutFacts(once.judgement));
  });
});

describe("a run that does not begin leaves no trace", () => {
  test("a folder that holds a run is refused and untouched", async () => {
    using dir = folder();
    await observe(suiteOf(), optionsFor(dir.path));
    const look = () =>
      readdirSync(dir.path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), "latin1")]);
    const before = look();
    const calls: string[] = [];
    const again = suiteOf(answer, { agent: { start: async () => void calls.push("start") } });
    expect(await refusal(observe(again, optionsFor(dir.path)))).toMatchObject({ code: "RUN_EXISTS" });
    expect(look()).toEqual(before);
    expect(calls).toEqual([]);
  });

  test("a manifest of somebody else's is not written over", async () => {
    using dir = folder();
    writeFileSync(join(dir.path, "manifest.json"), "theirs");
    expect(await refusal(observe(suiteOf(), optionsFor(dir.path)))).toMatchObject({ code: "RUN_EXISTS" });
    expect(readdirSync(dir.path)).toEqual(["manifest.json"]);
  });

  test("a folder that cannot be made is an error that says so", async () => {
    using dir = folder();
    writeFileSync(join(dir.path, "file"), "x");
    const refused = await refusal(observe(suiteOf(), optionsFor(join(dir.path, "file", "run"))));
    expect(refused).toMatchObject({ code: "OUTPUT", next: expect.any(String) as string });
  });

  test("two runs into one folder at once: one of them is refused", async () => {
    using dir = folder();
    const both = await Promise.allSettled([1, 2].map(() => observe(suiteOf(), optionsFor(join(dir.path, "run")))));
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")?.reason).toMatchObject({ code: "RUN_EXISTS" });
    expect(judge(suiteOf(), join(dir.path, "run")).judgement.flow.missing).toBe(0);
  });

  const bad = [...raws, { id: "broken" }];
  test("a refused dataset removes the folders made for it, but never what others put there", async () => {
    using dir = folder();
    const [mine, theirs] = [join(dir.path, "runs", "mine"), join(dir.path, "runs", "theirs")];
    expect((await refusal(observe(suiteOf(answer, { cases: bad }), optionsFor(mine)))).code).toBe("CASES_INVALID");
    expect(readdirSync(dir.path)).toEqual([]);
    const meanwhile = suiteOf(answer, { cases: raws, agent: { start: () => Promise.reject(new Error("no key")) } });
    const failing = observe(meanwhile, optionsFor(mine));
    mkdirSync(theirs, { recursive: true });
    await expect(failing).rejects.toThrow("no key");
    expect(readdirSync(join(dir.path, "runs"))).toEqual(["theirs"]);
    mkdirSync(mine);
    writeFileSync(join(mine, "notes"), "x");
    await refusal(observe(suiteOf(answer, { cases: bad }), optionsFor(mine)));
    expect(readdirSync(mine)).toEqual(["notes"]);
  });

  test("with bad rows excluded it does begin, and lists them", async () => {
    const { judgement } = await run(suiteOf(answer, { cases: bad }), { onBadRow: "exclude" });
    expect(judgement.flow).toMatchObject({ read: N + 1, excluded: 1, observed: N });
    expect(judgement.exclusions.listed).toEqual([
      {
        id: null,
        because: expect.any(String) as string,
        where: expect.stringContaining("memory:41") as string,
        faults: [expect.stringContaining("input") as string, expect.stringContaining("decisions") as string],
      },
    ]);
  });

  test("an agent that cannot start is stopped all the same, and what went wrong first is told", async () => {
    using dir = folder();
    const calls: string[] = [];
    const agent: Partial<Agent> = {
      start: async () => {
        calls.push("start");
        throw new Error("no key");
      },
      stop: async () => {
        calls.push("stop");
        throw new Error("was not running");
      },
    };
    await expect(observe(suiteOf(answer, { agent }), optionsFor(join(dir.path, "run")))).rejects.toThrow("no key");
    expect(calls).toEqual(["start", "stop"]);
    expect(readdirSync(dir.path)).toEqual([]);
  });
});

describe("a run that does not come to its end", () => {
  test("told to stop, it finishes the cases in hand, and the rest is missing", async () => {
    const stop = new AbortController();
    let asked = 0;
    const calls: string[] = [];
    const agent = { stop: async () => void calls.push("stop") };
    const propose: Propose = (seen) => {
      if (++asked === 11) stop.abort();
      return answer(seen);
    };
    const { observed, judgement } = await run(suiteOf(propose, { agent }), { signal: stop.signal });
    expect(observed).toMatchObject({ interrupted: true, asked: N });
    expect(observed.observed).toBe(asked);
    const { observed: counted, uncounted, missing } = judgement.flow;
    expect([counted + uncounted, missing]).toEqual([asked, N - asked]);
    // Of the last cluster nobody knows that it is whole.
    expect(uncounted).toBeGreaterThan(0);
    expect(uncounted).toBeLessThanOrEqual(3);
    expect(judgement.caveats[0]).toContain(`${N - asked} cases of ${N} are missing`);
    expect(calls).toEqual(["stop"]);
  });

  test("told to stop when nothing is left to do, it was not interrupted", async () => {
    const stop = new AbortController();
    let asked = 0;
    const propose: Propose = (seen) => {
      if (++asked === N) stop.abort();
      return answer(seen);
    };
    expect((await run(suiteOf(propose), { signal: stop.signal })).observed).toMatchObject({ interrupted: false, observed: N });
  });

  test("a failure while it goes keeps what is on record, takes the working file away and stops the agent", async () => {
    using dir = folder();
    const calls: string[] = [];
    const suite = suiteOf(answer, { agent: { stop: async () => void calls.push("stop") } });
    const onProgress = ({ done }: { done: number }) => {
      if (done === 12) throw new Error("the terminal is gone");
    };
    await expect(observe(suite, optionsFor(dir.path, { onProgress }))).rejects.toThrow("the terminal is gone");
    expect(calls).toEqual(["stop"]);
    expect(readdirSync(dir.path).sort()).toEqual(["journal", "manifest.json"]);
    const { judgement } = judge(suite, dir.path);
    expect(judgement.run.endedAt).toBeNull();
    const { observed, uncounted, missing } = judgement.flow;
    expect(observed + uncounted).toBeGreaterThanOrEqual(12);
    expect(observed + uncounted + missing).toBe(N);
  });

  test("cases that hang and cases that answer garbage end as failures, and the run goes on", async () => {
    const propose: Propose = (seen) => {
      const { n } = seen.input as { n: number };
      if (n === 3) return new Promise(() => undefined);
      if (n === 4) return { kind: "act", actions: [{ type: "refund", params: { amount: 1n } }] };
      return { kind: "act", actions: [] };
    };
    const { judgement } = await run(suiteOf(propose, { timeout: 0.02 }), { concurrency: 1 });
    expect(judgement.flow).toMatchObject({ observed: N, missing: 0 });
    expect(judgement.evidence.outcomes.failed).toBe(2);
  });
});

/** Just like the person. */
const alike: Propose = ({ input }) => {
  const { n } = input as { n: number };
  return { kind: "act", actions: n % 5 === 0 ? [] : [{ type: n % 7 === 0 ? "close" : "refund", params: { amount: n } }] };
};

describe("reading a ledger", () => {
  /** Writes the rows of a run into a ledger of their own, changed. */
  async function rewritten(
    change: (ledger: LedgerRow[]) => LedgerRow[],
    propose?: Propose,
  ): Promise<{ whole: Judgement; changed: () => Judgement }> {
    const { rows: ledger, judgement } = await run(suiteOf(propose));
    using dir = folder();
    const written = await Ledger.create(journalOf(dir.path));
    for (const row of change([...ledger])) await written.append(row);
    await written.close();
    let [judged, thrown]: [Judgement | undefined, unknown] = [undefined, undefined];
    try {
      judged = judge(suiteOf(propose), dir.path).judgement;
    } catch (error) {
      thrown = error;
    }
    return {
      whole: judgement,
      changed: () => {
        if (judged === undefined) throw thrown;
        return judged;
      },
    };
  }

  test("the order in which cases came in does not matter", async () => {
    const { whole, changed } = await rewritten((ledger) => {
      const [first, ...rest] = ledger.slice(0, -1);
      return [first as LedgerRow, ...rest.toReversed(), ledger.at(-1) as LedgerRow];
    });
    expect(withoutHead(changed())).toEqual(withoutHead(whole));
  });

  test("without its end it is judged, and says what is missing", async () => {
    const { whole, changed } = await rewritten((ledger) => ledger.slice(0, -6), alike);
    expect(changed().run.endedAt).toBeNull();
    expect(changed().flow).toMatchObject({ asked: N, missing: 5 });
    expect(changed().flow.observed + changed().flow.uncounted).toBe(N - 5);
    expect(changed().evidence.cases).toBe(changed().flow.observed);
    expect(changed().flow.uncounted).toBeLessThanOrEqual(3);
    expect(whole.run.endedAt).not.toBeNull();
  });

  test("a gap in the sampling order is missing, and what lies behind it does not count", async () => {
    const { rows: whole } = await run(suiteOf(alike));
    const clusters = bySeq(whole).map((row) => row.case.cluster);
    const without = (gaps: readonly number[]) => (ledger: LedgerRow[]) =>
      ledger.filter((row) => row.kind !== "end" && (row.kind !== "case" || !gaps.includes(row.seq)));
    for (const gap of [0, 1, 17, N - 1]) {
      const { changed } = await rewritten(without([gap]), alike);
      // Up to the gap, in whole clusters: the longest part of the order of which nothing is missing.
      const next = clusters.indexOf(clusters[gap] as string);
      const counted = next === gap ? clusters.indexOf(clusters[Math.max(0, gap - 1)] as string) : next;
      expect(changed().flow, `${gap}`).toMatchObject({ observed: counted, missing: 1, uncounted: N - 1 - counted });
      expect(changed().evidence.cases).toBe(counted);
    }
  });

  test("cut off late enough it may promote, on just what the same limit would have shown", async () => {
    const cut = 33;
    const { whole, changed } = await rewritten(
      (ledger) => ledger.filter((row) => row.kind !== "end" && (row.kind !== "case" || row.seq < cut)),
      alike,
    );
    const refund = ({ types }: Judgement) => types.find(({ type }) => type === "refund") ?? expect.fail("no refund");
    expect([refund(whole).decided.verdict, refund(changed()).decided.verdict]).toEqual(["promote", "promote"]);
    const { observed } = changed().flow;
    expect(observed).toBeLessThan(cut);
    const limited = await run(suiteOf(alike), { limit: observed });
    expect(withoutFacts(changed())).toEqual(withoutFacts(limited.judgement));
    expect(changed().caveats[0]).toContain(`The answer rests on the first ${observed} of the random order`);
  });

  test("what contradicts itself is refused, however well it is chained", async () => {
    const isEnd = (row: LedgerRow) => row.kind === "end";
    const ways: [string, (ledger: LedgerRow[]) => LedgerRow[]][] = [
      ["behind the end", (ledger) => [...ledger, ledger[1] as LedgerRow]],
      ["begins twice", (ledger) => [ledger[0] as LedgerRow, ...ledger]],
      ["its end counts", (ledger) => ledger.filter((_, i) => i !== 3)],
      [
        "never asked about",
        (ledger) => ledger.map((row) => (row.kind === "case" && row.seq === 2 ? { ...row, seq: 1000 } : row)),
      ],
      ["twice", (ledger) => [...ledger.filter((row) => !isEnd(row)), { ...(ledger[2] as LedgerRow & { kind: "case" }), seq: 3 }]],
    ];
    for (const [why, change] of ways) expect((await rewritten(change)).changed, why).toThrow(why);
  });

  test("where it stopped early, it lets only so many cases through, wherever in the ledger that is written", async () => {
    const { rows: whole } = await run(suiteOf(alike));
    const clusters = bySeq(whole).map((row) => row.case.cluster);
    const at = clusters.findIndex((cluster, i) => i >= 20 && cluster !== clusters[i - 1]);
    const told = (ledger: LedgerRow[]) =>
      ledger.map((row): LedgerRow => (row.kind === "run" ? { ...row, run: { ...row.run, stopEarly: true } } : row));
    for (const place of [1, 10, N + 1]) {
      const { changed } = await rewritten((ledger) => told(ledger).toSpliced(place, 0, { kind: "stop", at }), alike);
      expect(changed().flow, `${place}`).toMatchObject({ observed: at, uncounted: N - at, missing: 0, saved: 0 });
      const limited = await run(suiteOf(alike), { limit: at });
      expect(changed().evidence.cases).toBe(limited.judgement.evidence.cases);
    }
    const beyond = await rewritten((ledger) => told(ledger).toSpliced(1, 0, { kind: "stop", at: N + 1 }), alike);
    expect(beyond.changed).toThrow(`stopped at ${N + 1} cases`);
    const untold = await rewritten((ledger) => ledger.toSpliced(1, 0, { kind: "stop", at }), alike);
    expect(untold.changed).toThrow("without having been told to");
  });

  test("a case that is on record twice is refused: one case is one vote", async () => {
    for (const which of [1, 20]) {
      const { changed } = await rewritten((ledger) => [...ledger.slice(0, -1), ledger[which] as LedgerRow]);
      expect(changed).toThrow(EarnestError);
      expect(changed).toThrow("twice");
    }
  });

  test("without its header it is refused", async () => {
    const { changed } = await rewritten(([, ...rest]) => rest);
    expect(changed).toThrow(EarnestError);
  });

  test("cut off in the middle of a record, it says how much was lost", async () => {
    using dir = folder();
    await observe(suiteOf(), optionsFor(dir.path));
    const file = join(journalOf(dir.path), readdirSync(journalOf(dir.path))[0] as string);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 200));
    const { judgement } = judge(suiteOf(), dir.path);
    expect(judgement.run.tornBytes).toBeGreaterThan(0);
    expect(judgement.flow).toMatchObject({ asked: N, missing: 1 });
    expect(judgement.flow.observed + judgement.flow.uncounted).toBe(N - 1);
    expect(judgement.caveats.join()).toContain("cut off while it was being written");
    expect(existsSync(join(dir.path, "cases.tmp"))).toBe(false);
  });
});

test("the wall is what earnest arranged, not what an agent says of itself", async () => {
  const { rows: ledger, judgement } = await run(suiteOf(answer, { agent: { isolation: "I3" } }));
  expect(judgement.run.agent.isolation).toBe("I0");
  expect(judgement.caveats.join()).toContain("isolation I0");
  const seen = ledger.flatMap((row) => (row.kind === "case" ? row.observations : []));
  expect(new Set(seen.map(({ isolation }) => isolation))).toEqual(new Set(["I0"]));
});

describe("a wall that earnest did not build is no wall", () => {
  const forged = {
    isolation: "I3",
    mechanism: "FORGED",
    command: ["bwrap"],
    versions: {},
    canary: [{ route: "TCP", blocked: true, saw: "EPERM", ms: 1 }],
    open: [],
    weaker: null,
    residual: "FORGED",
    code: null,
  } as const;
  const start = async () => forged;
  const propose = () => ({ kind: "abstain" }) as const;
  const observer = http("http://127.0.0.1:1/", { name: "clerk", version: "1" });

  test.each<[string, Agent, Isolation]>([
    [
      "a function's start returns it",
      inProcess({ name: "clerk", version: "1", start: start as () => Promise<never>, propose }),
      "I0",
    ],
    ["an agent of one's own", { name: "clerk", version: "1", seam: "tools", isolation: "I3", start, propose }, "I0"],
    ["a copy of one of earnest's", { ...observer, start, propose }, "I0"],
    ["one of earnest's that was not given it by earnest", vouched({ ...observer, start, propose, isolation: "I1" }), "I1"],
  ])("%s", async (_, agent, isolation) => {
    const desk = { ...suiteOf(), agent };
    const { rows: ledger, judgement } = await run(desk);
    expect([judgement.run.agent.isolation, judgement.wall.sealed]).toEqual([isolation, false]);
    expect(JSON.stringify([ledger, judgement])).not.toContain("FORGED");
    const seen = ledger.flatMap((row) => (row.kind === "case" ? row.observations : []));
    expect(new Set(seen.map((one) => one.isolation))).toEqual(new Set([isolation]));
    await expect(run(desk, { requireIsolation: "I3" })).rejects.toMatchObject({ code: "ISOLATION_WEAK" });
  });
});
