import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempDisposableSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Agent, AgentFailure, builtWall, type FailureCode, type SeenCase, vouched } from "../agent.ts";
import { inProcess } from "../agents/inProcess.ts";
import { recorded } from "../agents/recorded.ts";
import { agreementAtLeast } from "../criteria/index.ts";
import { diff } from "../diff/diff.ts";
import { EarnestError } from "../errors.ts";
import { newJournalEnd } from "../journal/readJournal.ts";
import { segmentName } from "../journal/segments.ts";
import { Ledger } from "../ledger/ledger.ts";
import { readLedger } from "../ledger/readLedger.ts";
import type { LedgerRow } from "../ledger/record.ts";
import { rows } from "../sources/rows.ts";
import { type ReadySuite, readySuite, type Suite } from "../suite.ts";
import type { CaseToolbox } from "../toolbox.ts";
import { optionsFor, runFolder } from "./deskRun.ts";
import { judge } from "./judge.ts";
import type { Judgement } from "./judgement.ts";
import { journalOf, type Observed, type ObserveOptions, observe } from "./observe.ts";
import { openRun } from "./openRun.ts";

const raws = (n: number) =>
  Array.from({ length: n }, (_, i) => ({
    id: `case-${i}`,
    cluster: `customer-${Math.floor(i / 2)}`,
    input: { n: i },
    decisions: [{ actions: [{ type: i % 5 === 0 ? "close" : "pay", params: {} }] }],
    slices: { channel: i % 2 === 0 ? "phone" : "chat" },
  }));

type Propose = (seen: SeenCase) => unknown;

const alike: Propose = ({ input }) => {
  const { n } = input as { n: number };
  return { kind: "act", actions: [{ type: n % 5 === 0 && n % 3 !== 0 ? "close" : "pay", params: {} }] };
};

interface Given extends Partial<Omit<Suite, "agent">> {
  readonly n?: number;
  readonly propose?: Propose;
  readonly agent?: Partial<Agent>;
  readonly version?: string;
}

function suiteOf({ n = 12, propose = alike, agent = {}, version = "1", ...more }: Given = {}): ReadySuite {
  return readySuite({
    name: "desk",
    dataset: datasetOf(n),
    actions: { pay: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.5)] }, close: {} },
    timeout: 10,
    ...more,
    agent: vouched({ ...inProcess({ name: "clerk", version, propose: propose as Agent["propose"] }), ...agent }),
  });
}

function datasetOf(n: number): Suite["dataset"] {
  const given = [...raws(n).map((raw) => ({ raw })), { kind: "excluded" as const, id: "x", because: "a test of the desk" }];
  const cases = rows(
    "memory",
    given.map((one, i) => ({ ...one, where: { file: "memory", line: i + 1 } })),
  );
  return { name: "desk", cases };
}

const go = (dir: string, suite: ReadySuite, more: Partial<ObserveOptions> = {}): Promise<Observed> =>
  observe(suite, optionsFor(dir, more));
const again = { resume: { retry: false } };
const retrying = { resume: { retry: true } };

/** Stops after so many cases. */
async function part(dir: string, suite: ReadySuite, cases: number, more: Partial<ObserveOptions> = {}): Promise<Observed> {
  const stop = new AbortController();
  const onProgress = ({ done, before }: { done: number; before: number }) => {
    if (done - before >= cases) stop.abort();
  };
  return go(dir, suite, { concurrency: 1, signal: stop.signal, onProgress, ...more });
}

async function refusal(work: Promise<unknown>): Promise<EarnestError> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof EarnestError) return thrown;
  throw new Error(`expected an EarnestError, got ${String(thrown)}`);
}

const ledgerOf = (dir: string): LedgerRow[] => [...readLedger(journalOf(dir), newJournalEnd())];
type CaseRow = Extract<LedgerRow, { kind: "case" }>;
const casesIn = (dir: string) => ledgerOf(dir).filter((row): row is CaseRow => row.kind === "case");
const standing = (dir: string) =>
  [...openRun(dir).rows].filter((row): row is CaseRow => row.kind === "case").sort((a, b) => a.seq - b.seq);

/** A judgement without what says of which ledger it is, and that it was gone on with. */
function verdictOf(suite: ReadySuite, dir: string): unknown {
  const { run, runs, caveats, ...rest } = judge(suite, dir).judgement;
  const said = caveats.filter((caveat) => !run.notes.includes(caveat));
  return { ...rest, caveats: said, run: { ...run, ledgerHead: "", notes: [] }, runs: runs.map((one) => ({ ...one, head: "" })) };
}

/** Every file of a run, to see whether anything changed. */
const filesOf = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), "latin1")]);

describe("a run that was cut off goes on where it stopped", () => {
  test("at any byte of its ledger, and comes to the judgement of one that was not", async () => {
    using whole = runFolder();
    const suite = suiteOf({ n: 4 });
    await go(whole.path, suite, { concurrency: 1 });
    const wanted = verdictOf(suite, whole.path);
    const bytes = readFileSync(join(journalOf(whole.path), segmentName(1)));
    // In memory, where there is such a folder: a disk makes each of a thousand runs durable.
    using dir = mkdtempDisposableSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "earnest-run-"));
    // Every byte of a case and of the end; of what stands before them, some.
    const lines = bytes.toString().split("\n");
    const dense = bytes.length - Buffer.byteLength(lines.slice(-3).join("\n")) - 3;
    for (let cut = 0; cut < bytes.length; cut += cut < dense ? 31 : 1) {
      rmSync(journalOf(dir.path), { recursive: true, force: true });
      mkdirSync(journalOf(dir.path));
      writeFileSync(join(journalOf(dir.path), segmentName(1)), bytes.subarray(0, cut));
      const seen = bytes
        .subarray(0, cut)
        .toString()
        .split("\n")
        .slice(0, -1)
        .filter((line) => line.includes('{"kind":"case"')).length;
      let asked = 0;
      const propose: Propose = (one) => {
        asked++;
        return alike(one);
      };
      const done = await go(dir.path, suiteOf({ n: 4, propose }), { ...again, id: "run-1" });
      expect({ cut, asked, observed: done.observed }).toEqual({ cut, asked: 4 - seen, observed: 4 });
      expect(verdictOf(suite, dir.path)).toEqual(wanted);
      expect(
        casesIn(dir.path)
          .map(({ seq }) => seq)
          .sort(),
      ).toEqual([0, 1, 2, 3]);
    }
    // A thousand runs, beside whatever else is tested at the time.
  }, 240_000);

  test("as often as it is stopped, asking about no case twice", async () => {
    using whole = runFolder();
    await go(whole.path, suiteOf());
    const asked: string[] = [];
    const suite = suiteOf({
      propose: (seen) => {
        asked.push(seen.id);
        return alike(seen);
      },
    });
    using dir = runFolder();
    expect(await part(dir.path, suite, 3)).toMatchObject({ interrupted: true, observed: 3 });
    // Killed in one unlucky moment, a run leaves the file its cases lay in.
    writeFileSync(join(dir.path, "cases.tmp"), "x");
    expect(await part(dir.path, suite, 4, again)).toMatchObject({ interrupted: true, observed: 7 });
    const past: number[] = [];
    const progress: number[][] = [];
    const end = await go(dir.path, suite, {
      ...again,
      concurrency: 2,
      onPast: ({ seq }) => past.push(seq),
      onProgress: ({ done, before, total }) => progress.push([done, before, total]),
    });
    expect(end).toMatchObject({ interrupted: false, observed: 12, over: false });
    expect(past).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([progress[0], progress.at(-1)]).toEqual([
      [8, 7, 12],
      [12, 7, 12],
    ]);
    expect(asked.toSorted()).toEqual(
      raws(12)
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(verdictOf(suite, dir.path)).toEqual(verdictOf(suite, whole.path));
    expect(readdirSync(dir.path).sort()).toEqual(["journal", "manifest.json"]);
    expect(ledgerOf(dir.path).filter(({ kind }) => kind === "excluded")).toHaveLength(1);
    const { judgement } = judge(suite, dir.path);
    expect(judgement.run.notes).toEqual(["The run was gone on with twice after it had stopped or been cut off (--resume)."]);
    expect(judgement.caveats).toContain(judgement.run.notes[0]);
  });

  test("what was torn is said", async () => {
    using dir = runFolder();
    await part(dir.path, suiteOf(), 3);
    const file = join(journalOf(dir.path), segmentName(1));
    truncateSync(file, readFileSync(file).length - 5);
    await go(dir.path, suiteOf(), again);
    const [row] = ledgerOf(dir.path).filter((one) => one.kind === "resume");
    expect(row).toMatchObject({ torn: expect.any(Number) as number, retry: 0 });
    expect(judge(suiteOf(), dir.path).judgement.run.notes[0]).toMatch(/once after .*; \d+ bytes of what was being written/);
  });

  test("a run that has come to its end is left as it is", async () => {
    using dir = runFolder();
    await go(dir.path, suiteOf());
    const before = filesOf(dir.path);
    const agent = { start: () => Promise.reject(new Error("must not be started")) };
    expect(await go(dir.path, suiteOf({ agent }), again)).toMatchObject({ over: true, interrupted: false, observed: 12 });
    expect(filesOf(dir.path)).toEqual(before);
  });

  test("every case on record, and only the end missing, asks nothing and ends", async () => {
    using dir = runFolder();
    await go(dir.path, suiteOf());
    const file = join(journalOf(dir.path), segmentName(1));
    truncateSync(file, readFileSync(file).length - 5);
    let asked = 0;
    expect(await go(dir.path, suiteOf({ propose: () => asked++ }), again)).toMatchObject({ over: false, observed: 12 });
    expect(asked).toBe(0);
    expect(judge(suiteOf(), dir.path).judgement.run.endedAt).not.toBeNull();
  });

  test("cut off before it had begun it begins anew, whatever was left of it; without a run there is none to go on with", async () => {
    using dir = runFolder();
    writeFileSync(join(dir.path, "lock-1"), "");
    expect(await go(dir.path, suiteOf(), again)).toMatchObject({ observed: 12, over: false });
    expect(readdirSync(dir.path).sort()).toEqual(["journal", "manifest.json"]);
    expect(ledgerOf(dir.path).map(({ kind }) => kind)).not.toContain("resume");
    using empty = runFolder();
    expect(await refusal(go(empty.path, suiteOf(), again))).toMatchObject({ code: "RUN_NOT_FOUND" });
    expect(await refusal(go(join(empty.path, "none"), suiteOf(), again))).toMatchObject({ code: "RUN_NOT_FOUND" });
    expect(readdirSync(empty.path)).toEqual([]);
  });

  test("a ledger that was changed is not gone on with", async () => {
    using dir = runFolder();
    await part(dir.path, suiteOf(), 3);
    const file = join(journalOf(dir.path), segmentName(1));
    writeFileSync(file, readFileSync(file, "utf8").replace("case-", "kase-"));
    const before = filesOf(dir.path);
    expect(await refusal(go(dir.path, suiteOf(), again))).toMatchObject({ code: "LEDGER_CORRUPT" });
    expect(filesOf(dir.path)).toEqual(before);
  });

  test("recorded proposals that an earlier part asked for belong to a case", async () => {
    const proposals = rows(
      "log",
      [...raws(12), { id: "stray" }].map(({ id }, i) => ({
        raw: { id, proposal: { kind: "abstain" } },
        where: { file: "log", line: i + 1 },
      })),
    );
    const suite = () => suiteOf({ agent: recorded({ name: "clerk", version: "1", proposals }) });
    using dir = runFolder();
    await part(dir.path, suite(), 5);
    await go(dir.path, suite(), again);
    expect(judge(suite(), dir.path).judgement.run.unaskedProposals).toBe(1);
  });

  test("what an agent tried outside of every case is on record for each part", async () => {
    const agent: Partial<Agent> = { start: async (world) => world.breach("network", "example.org") };
    using dir = runFolder();
    await part(dir.path, suiteOf({ agent }), 5);
    await go(dir.path, suiteOf({ agent }), again);
    const breaches = [{ kind: "network", target: "example.org", times: 1 }];
    expect(ledgerOf(dir.path).filter(({ kind }) => kind === "breaches")).toEqual(
      [1, 2].map(() => ({ kind: "breaches", breaches })),
    );
    expect(judge(suiteOf(), dir.path).judgement.flow).toMatchObject({ observed: 12 });
  });

  test("and is the same to a diff as one that went through", async () => {
    using whole = runFolder();
    using dir = runFolder();
    await go(whole.path, suiteOf());
    await part(dir.path, suiteOf(), 5);
    await go(dir.path, suiteOf(), again);
    expect(diff(suiteOf(), { before: whole.path, after: dir.path })).toMatchObject({ pairs: 12, differing: 0 });
  });
});

test("a run that stops early stops at the same place, wherever it was interrupted", async () => {
  const given = { n: 120, actions: { pay: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.5)] } } };
  const suite = suiteOf(given);
  using whole = runFolder();
  const early = { stopEarly: true };
  expect(await go(whole.path, suite, { ...early, concurrency: 1 })).toMatchObject({ settled: true });
  const at = judge(suite, whole.path).judgement.flow.observed;
  expect(at).toBeLessThan(100);
  const verdict = ({ types, flow }: Judgement) => [types, flow.observed];
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(cuts, fc.integer({ min: 1, max: 8 }), async (parts, concurrency) => {
      using dir = runFolder();
      let resume = {};
      for (const cases of parts) {
        await part(dir.path, suite, cases, { ...early, ...resume, concurrency });
        resume = again;
      }
      await go(dir.path, suite, { ...early, ...again, concurrency });
      expect(verdict(judge(suite, dir.path).judgement)).toEqual(verdict(judge(suite, whole.path).judgement));
      expect(ledgerOf(dir.path).filter(({ kind }) => kind === "stop")).toEqual([{ kind: "stop", at }]);
    }),
    { seed: 1, numRuns: 25 },
  );
  // What was seen before the run was killed may have settled it, with nothing left but to say so.
  using dir = runFolder();
  await go(dir.path, suite, { ...early, concurrency: 1 });
  const file = join(journalOf(dir.path), segmentName(1));
  const lines = readFileSync(file, "utf8").split("\n");
  writeFileSync(
    file,
    `${lines
      .slice(
        0,
        lines.findIndex((line) => line.includes('"kind":"stop"')),
      )
      .join("\n")}\n`,
  );
  let asked = 0;
  const propose = () => asked++;
  expect(await go(dir.path, suiteOf({ ...given, propose }), { ...early, ...again })).toMatchObject({ settled: true });
  expect(asked).toBe(0);
  expect(verdict(judge(suite, dir.path).judgement)).toEqual(verdict(judge(suite, whole.path).judgement));
});

test("what a run stopped early by is not asked about again", async () => {
  const actions = { pay: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.5)] } };
  const propose: Propose = (seen) => {
    if (seen.id === "case-7") throw new AgentFailure("model-error", "gone");
    return alike(seen);
  };
  const suite = suiteOf({ n: 120, actions, propose });
  using dir = runFolder();
  expect(await go(dir.path, suite, { stopEarly: true, concurrency: 200 })).toMatchObject({ settled: true });
  const before = filesOf(dir.path);
  const refused = await refusal(go(dir.path, suite, { stopEarly: true, ...retrying }));
  expect(refused).toMatchObject({ code: "USAGE", next: expect.any(String) as string });
  expect(filesOf(dir.path)).toEqual(before);
});

describe("settings that changed are refused by name", () => {
  const changes: Record<string, [Given, Partial<ObserveOptions>, string]> = {
    "a time limit": [{}, { timeout: 30 }, "timeout was 10, is 30"],
    attempts: [{}, { attempts: 2 }, "attempts was 1, is 2"],
    "the seed": [{}, { seed: 2 }, "seed was 1, is 2"],
    "a limit": [{}, { limit: 5 }, "limit was none, is 5"],
    "a filter": [{}, { filter: { channel: "chat" } }, 'filter was {}, is {"channel":"chat"}'],
    "bad rows": [{}, { onBadRow: "exclude" }, "bad rows was refuse, is exclude"],
    "stopping early": [{}, { stopEarly: true }, "stop early was no, is yes"],
    "the agent's version": [{ version: "2" }, {}, "agent version was 1, is 2"],
    "the agent's name": [{ agent: { name: "other" } }, {}, "agent was clerk, is other"],
    "the cases": [{ n: 11 }, {}, "cases asked about was 12, is 11"],
    "the suite": [{ name: "other" }, {}, "suite was desk, is other"],
    "the rules": [{ actions: { pay: {}, close: {} } }, {}, "the suite’s rules (digest) was "],
    "what is redacted": [
      { dataset: { ...datasetOf(12), redact: { patterns: ["email"] } } },
      {},
      'redaction was {"patterns":["secret"',
    ],
    "the tools": [{ reads: { look: {} } }, {}, "tools (digest) was "],
    "a price": [{ price: { perAttempt: 1, currency: "EUR" } }, {}, 'price was none, is {"perAttempt":1,"currency":"EUR"}'],
    "the price table": [{ prices: { currency: "EUR", models: {} } }, {}, "prices was none, is "],
    "the models": [{ agent: { models: [{ baseURL: "http://a", key: "K" }] } }, {}, "models was none, is http://a"],
  };
  test.each(Object.keys(changes))("%s", async (name) => {
    const [given, options, detail] = changes[name] as (typeof changes)[string];
    using dir = runFolder();
    await part(dir.path, suiteOf(), 3);
    const before = filesOf(dir.path);
    const refused = await refusal(go(dir.path, suiteOf(given), { ...again, ...options }));
    expect(refused).toMatchObject({ code: "RESUME_CHANGED", next: expect.any(String) as string });
    expect(refused.details.filter((line) => line.startsWith(detail))).toHaveLength(1);
    expect(filesOf(dir.path)).toEqual(before);
    expect(await go(dir.path, suiteOf(), { ...again, concurrency: 7 })).toMatchObject({ observed: 12 });
  });

  test("the wall and the code behind it, weaker or stronger", async () => {
    const wall = {
      isolation: "I3",
      mechanism: "m",
      command: [],
      versions: {},
      canary: [],
      open: [],
      weaker: null,
      residual: "",
    } as const;
    const behind = (code?: string) => {
      const suite = suiteOf({
        agent: { isolation: "I3", ...(code === undefined ? {} : { start: async () => builtWall({ ...wall, code }) }) },
      });
      return { ...suite, agent: vouched(suite.agent) };
    };
    using dir = runFolder();
    await part(dir.path, behind("a".repeat(64)), 3);
    const refused = await refusal(go(dir.path, behind("b".repeat(64)), again));
    expect(refused.details).toEqual(["the agent’s code (digest) was aaaaaaaaaaaa…, is bbbbbbbbbbbb…"]);
    expect((await refusal(go(dir.path, behind(), again))).details).toEqual([
      "the agent’s code (digest) was aaaaaaaaaaaa…, is none",
    ]);
  });

  test("all of them at once", async () => {
    using dir = runFolder();
    await part(dir.path, suiteOf(), 3);
    const refused = await refusal(go(dir.path, suiteOf({ version: "2" }), { ...again, seed: 3, timeout: 1 }));
    expect(refused.message).toContain("3 settings changed");
    expect(refused.details).toEqual(["agent version was 1, is 2", "seed was 1, is 3", "timeout was 10, is 1"]);
  });
});

describe("asking again where something failed", () => {
  /** Fails at these cases, in one way or another, as long as it is told to. */
  const failing =
    (down: { is: boolean }, codes: readonly FailureCode[]): Propose =>
    (seen) => {
      const { n } = seen.input as { n: number };
      if (down.is && n < codes.length) throw new AgentFailure(codes[n] as FailureCode, `down at ${n}`);
      return alike(seen);
    };
  const failed = (dir: string) => standing(dir).filter((row) => row.observations.some(({ kind }) => kind === "failed"));

  test("takes the place of the failure, which stays in the trace, and only where the model could not be reached", async () => {
    using whole = runFolder();
    using dir = runFolder();
    await go(whole.path, suiteOf());
    const down = { is: true };
    const suite = suiteOf({ propose: failing(down, ["model-error", "crashed", "threw", "timed-out", "unusable", "cut"]) });
    await go(dir.path, suite);
    expect(failed(dir.path)).toHaveLength(6);
    const order = standing(dir.path).map((row) => row.case.id);
    down.is = false;
    expect(await go(dir.path, suite, retrying)).toMatchObject({
      observed: 12,
      over: false,
    });
    expect(
      failed(dir.path)
        .map((row) => row.case.id)
        .sort(),
    ).toEqual(["case-1", "case-2", "case-3", "case-4", "case-5"]);
    expect(standing(dir.path).map((row) => row.case.id)).toEqual(order);
    const one = standing(dir.path).find((row) => row.case.id === "case-0") as CaseRow;
    expect(one.observations[0]?.trace.steps).toEqual([
      { kind: "failed-before", args: { code: "model-error", because: "down at 0" } },
    ]);
    expect(casesIn(dir.path)).toHaveLength(13);
    const { judgement } = judge(suite, dir.path);
    expect(judgement.evidence.outcomes.failed).toBe(5);
    expect(judgement.flow).toMatchObject({ observed: 12, uncounted: 0, missing: 0 });
    expect(judgement.run.notes[1]).toBe(
      "1 case had failed because the model could not be reached and was asked again (--retry-errors), 1 time in all: it answered then. Every failure before stands in the trace of its case, and what was asked for before it counts as proposed.",
    );
    expect(await go(dir.path, suite, retrying)).toMatchObject({ over: true });
    expect(diff(suite, { before: whole.path, after: dir.path })).toMatchObject({ pairs: 12, differing: 5 });
  });

  test("a case that fails again keeps both failures, and can be asked once more", async () => {
    using dir = runFolder();
    const down = { is: true };
    const suite = suiteOf({ propose: failing(down, ["model-error"]) });
    await go(dir.path, suite);
    await go(dir.path, suite, retrying);
    const before = { kind: "failed-before", args: { code: "model-error", because: "down at 0" } };
    expect(failed(dir.path)[0]?.observations[0]).toMatchObject({ kind: "failed", trace: { steps: [before] } });
    expect(judge(suite, dir.path).judgement.run.notes[1]).toContain("was asked again (--retry-errors), 1 time in all: none");
    down.is = false;
    await go(dir.path, suite, retrying);
    const row = standing(dir.path).find((one) => one.case.id === "case-0") as CaseRow;
    expect(row.observations[0]).toMatchObject({ kind: "proposed", trace: { steps: [before, before] } });
    expect(casesIn(dir.path).filter(({ seq }) => seq === row.seq)).toHaveLength(3);
  });

  test("of several attempts only those that failed are made again; what they cost and tried still counts", async () => {
    const down = { is: true };
    const asked: number[] = [];
    const agent: Partial<Agent> = {
      propose: (seen, toolbox) => {
        asked.push(seen.attempt);
        toolbox.breach("network", "example.org");
        if (down.is && seen.id === "case-3" && seen.attempt === 2) throw new AgentFailure("model-error", "gone");
        return alike(seen) as never;
      },
    };
    using dir = runFolder();
    const suite = suiteOf({ agent });
    await go(dir.path, suite, { attempts: 3 });
    const before = standing(dir.path).find((row) => row.case.id === "case-3") as CaseRow;
    down.is = false;
    asked.length = 0;
    await go(dir.path, suite, { attempts: 3, ...retrying });
    expect(asked).toEqual([2]);
    const row = standing(dir.path).find((one) => one.case.id === "case-3") as CaseRow;
    expect([row.observations[0], row.observations[2]]).toEqual([before.observations[0], before.observations[2]]);
    expect(row.observations[1]).toMatchObject({
      kind: "proposed",
      attempt: 2,
      breaches: [{ kind: "network", target: "example.org", times: 2 }],
    });
  });

  test("what was asked for before the failure is proposed, and an exchange counts once however often it is told", async () => {
    const down = { is: true };
    const tokens = { model: "m", calls: 1, input: 100, cached: 0, output: 10 };
    const agent: Partial<Agent> = {
      propose: (seen, given) => {
        const toolbox = given as CaseToolbox;
        if (seen.id !== "case-3") return alike(seen) as never;
        toolbox.step({ kind: "model", args: { key: "k1" } });
        toolbox.usage(tokens, "k1");
        if (down.is) {
          toolbox.write("close", {});
          throw new AgentFailure("model-error", "gone");
        }
        toolbox.step({ kind: "model", args: { key: "k2" } });
        toolbox.usage(tokens, "k2");
        return { kind: "act", actions: [{ type: "pay", params: {} }] };
      },
    };
    using dir = runFolder();
    const suite = suiteOf({ agent });
    await go(dir.path, suite);
    await go(dir.path, suite, retrying);
    down.is = false;
    await go(dir.path, suite, retrying);
    const row = standing(dir.path).find((one) => one.case.id === "case-3") as CaseRow;
    expect(row.observations[0]).toMatchObject({
      kind: "proposed",
      proposal: { kind: "act", actions: [{ type: "close" }, { type: "pay" }] },
      usage: [{ calls: 2, input: 200, output: 20 }],
    });
    expect(row.observations[0]?.trace.steps.map(({ kind }) => kind)).toEqual([
      ...["model", "write", "failed-before", "model", "write", "failed-before"],
      ...["model", "model"],
    ]);
    expect(judge(suite, dir.path).judgement.run.notes[1]).toContain("asked again (--retry-errors), 2 times in all: it answered");
  });

  test("how many attempts began anew after a crash is said", async () => {
    const agent: Partial<Agent> = {
      propose: (seen, toolbox) => {
        if (seen.id === "case-3") toolbox.restart("exit code 1");
        return alike(seen) as never;
      },
    };
    using dir = runFolder();
    const suite = suiteOf({ agent });
    await go(dir.path, suite);
    expect(judge(suite, dir.path).judgement.run.notes).toEqual([expect.stringContaining("1 attempt began anew") as string]);
  });

  test("interrupted, it goes on with what was mended so far", async () => {
    using dir = runFolder();
    const down = { is: true };
    const suite = suiteOf({ propose: failing(down, ["model-error", "model-error", "model-error", "model-error"]) });
    await go(dir.path, suite);
    down.is = false;
    expect(await part(dir.path, suite, 2, retrying)).toMatchObject({ interrupted: true, observed: 12 });
    expect(failed(dir.path)).toHaveLength(2);
    expect(judge(suite, dir.path).judgement.evidence.outcomes.failed).toBe(2);
    const past: string[] = [];
    const onPast: ObserveOptions["onPast"] = ({ seq, observations }) => past.push(`${seq} ${observations[0]?.kind}`);
    await go(dir.path, suite, { ...retrying, onPast });
    expect(past).toHaveLength(10);
    expect(new Set(past).size).toBe(10);
    expect(past.join()).not.toContain("failed");
    expect(failed(dir.path)).toHaveLength(0);
    expect(casesIn(dir.path)).toHaveLength(16);
  });
});

describe("a ledger that contradicts itself is corrupt", () => {
  const gone = () => {
    throw new AgentFailure("model-error", "gone");
  };
  async function rewritten(change: (ledger: LedgerRow[]) => LedgerRow[], begins: readonly number[]): Promise<unknown> {
    using from = runFolder();
    using dir = runFolder();
    const down = { is: true };
    const suite = suiteOf({ propose: (seen) => (down.is && seen.id === "case-1" ? gone() : alike(seen)) });
    await go(from.path, suite);
    down.is = false;
    await go(from.path, suite, retrying);
    const changed = change(ledgerOf(from.path));
    let ledger = await Ledger.create(journalOf(dir.path));
    for (const [i, row] of changed.entries()) {
      if (begins.includes(i) || row.kind === "resume") {
        await ledger.close();
        ({ ledger } = await Ledger.reopen(journalOf(dir.path), () => undefined));
      }
      await ledger.append(row);
    }
    await ledger.close();
    return judge(suite, dir.path).judgement.evidence.outcomes.failed;
  }
  const isAgain = (row: LedgerRow) => row.kind === "case" && row.again === true;

  test("as it was written it is not", async () => {
    expect(await rewritten((ledger) => ledger, [])).toBe(0);
  });
  const changes: Record<string, (ledger: LedgerRow[]) => LedgerRow[]> = {
    "a case asked again that had not failed": (ledger) => {
      const other = ledger.find((row) => row.kind === "case" && row.case.id === "case-2") as CaseRow;
      return ledger.map((row) => (isAgain(row) ? { ...other, again: true } : row));
    },
    "a case asked again that was never asked": (ledger) =>
      ledger.filter((row) => isAgain(row) || row.kind !== "case" || row.case.id !== "case-1"),
    "a case asked again although nobody went on to do that": (ledger) =>
      ledger.map((row) => (row.kind === "resume" ? { ...row, retry: 0 } : row)),
    "a case asked again after it had answered": (ledger) => ledger.flatMap((row) => (isAgain(row) ? [row, row] : [row])),
    "a case twice": (ledger) => ledger.map((row) => (isAgain(row) ? { ...(row as CaseRow), again: undefined as never } : row)),
    "a record behind the end": (ledger) => [...ledger, { kind: "note", note: "x" }],
  };
  test.each(Object.keys(changes))("%s", async (name) => {
    await expect(rewritten(changes[name] as (typeof changes)[string], [])).rejects.toMatchObject({ code: "LEDGER_CORRUPT" });
  });
});

describe("one process at a time writes a run", () => {
  const lock = (dir: string, more: object) => writeFileSync(join(dir, "lock-1"), JSON.stringify({ ...mine, ...more }));
  const stat = (pid: number) => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19];
  const mine = {
    pid: process.pid,
    host: hostname(),
    boot: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
    began: stat(process.pid),
  };
  const gone = spawnSync(process.execPath, ["-e", "process.stdout.write(String(process.pid))"], { encoding: "utf8" });

  test.each([
    ["that runs", {}, /^process \d+ is writing the run/],
    ["of another machine, of which nobody here can tell", { host: "elsewhere", pid: 4_000_000 }, /^process 4000000 on elsewhere/],
  ])("a process %s keeps others out", async (_, holder, says) => {
    using dir = runFolder();
    await part(dir.path, suiteOf(), 3);
    lock(dir.path, holder);
    const before = filesOf(dir.path);
    const refused = await refusal(go(dir.path, suiteOf(), again));
    expect(refused).toMatchObject({ code: "RUN_LOCKED", message: expect.stringMatching(says) as string });
    expect(filesOf(dir.path)).toEqual(before);
  });

  test.each([
    ["is gone", { pid: Number(gone.stdout) }],
    ["ran before the machine was started", { boot: "another" }],
    ["had a number that another process has now", { began: "1" }],
  ])("what a process left that %s is taken over, and said", async (_, holder) => {
    using dir = runFolder();
    await part(dir.path, suiteOf(), 3);
    lock(dir.path, holder);
    const said: string[] = [];
    expect(await go(dir.path, suiteOf(), { ...again, notice: (text) => said.push(text) })).toMatchObject({ observed: 12 });
    expect(said).toEqual([expect.stringContaining("is gone; what it left is taken over") as string]);
    expect(readdirSync(dir.path).sort()).toEqual(["journal", "manifest.json"]);
  });

  test("so is what a process left that has ended, and whose parent does not care", async () => {
    const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
    try {
      const [pid] = (await once(parent.stdout, "data")).map(Number) as [number];
      const turn = () => new Promise((resolve) => setTimeout(resolve, 1));
      // A shell would take notice of its end, and a program that took the shell's place does not.
      while (readFileSync(`/proc/${parent.pid}/comm`, "utf8") !== "sleep\n") await turn();
      process.kill(pid, "SIGKILL");
      while (!readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ")) await turn();
      using dir = runFolder();
      await part(dir.path, suiteOf(), 3);
      lock(dir.path, { pid, began: stat(pid) });
      expect(await go(dir.path, suiteOf(), again)).toMatchObject({ observed: 12 });
    } finally {
      parent.kill("SIGKILL");
    }
  });

  test("of many that go on at once, one does", async () => {
    using dir = runFolder();
    await part(dir.path, suiteOf(), 3);
    lock(dir.path, { boot: "another" });
    const all = await Promise.allSettled([1, 2, 3, 4].map(() => go(dir.path, suiteOf(), again)));
    expect(all.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected", "rejected"]);
    for (const one of all) if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "RUN_LOCKED" });
    expect(casesIn(dir.path)).toHaveLength(12);
  });
});
