import { inspect } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Agent, NoProposal, type Proposal, type SeenCase, type Step, type Toolbox, vouched } from "./agent.ts";
import { bareDesk, worldFor } from "./agents/forTests.ts";
import { inProcess } from "./agents/inProcess.ts";
import { type Case, parseCase } from "./case.ts";
import { pool } from "./pool.ts";
import { type Observation, replay } from "./replay.ts";

const options = { attempts: 1, timeout: 20, clock: () => 0, desk: bareDesk };

async function replayed(...given: Parameters<typeof replay>): Promise<Observation[]> {
  return (await replay(...given)) ?? expect.fail("it was halted");
}

function agentOf(propose: (seen: SeenCase, toolbox: Toolbox, signal: AbortSignal) => unknown): Agent {
  return inProcess({ name: "any", version: "1", propose: propose as Parameters<typeof inProcess>[0]["propose"] });
}

function caseOf(more: object = {}): Case {
  const parsed = parseCase({ id: "c1", input: "where is my parcel", decisions: [{ actions: [] }], ...more });
  if ("case" in parsed) return parsed.case;
  throw new Error(JSON.stringify(parsed.faults));
}

async function ask(propose: Parameters<typeof agentOf>[0], one = caseOf()): Promise<Observation> {
  const [observation] = await replayed(agentOf(propose), one, options);
  return observation ?? expect.fail("no observation");
}

const unhandled: unknown[] = [];
const catchUnhandled = (reason: unknown) => void unhandled.push(reason);
beforeAll(() => void process.on("unhandledRejection", catchUnhandled));
afterAll(async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off("unhandledRejection", catchUnhandled);
  expect(unhandled).toEqual([]);
});

/** Every string within reach of a value: own and inherited members, symbols and getters too. */
function reachable(root: unknown, texts: string[] = [], seen = new Set<unknown>()): string[] {
  if (typeof root === "string" || typeof root === "symbol") texts.push(String(root));
  if ((typeof root !== "object" && typeof root !== "function") || root === null || seen.has(root)) return texts;
  seen.add(root);
  for (let holder: object | null = root; holder !== null; holder = Object.getPrototypeOf(holder) as object | null) {
    for (const key of Reflect.ownKeys(holder)) {
      texts.push(String(key));
      try {
        reachable((root as Record<PropertyKey, unknown>)[key], texts, seen);
      } catch (error) {
        texts.push(String(error));
      }
    }
  }
  return texts;
}

describe("what is withheld from the agent", () => {
  const token = fc.integer({ min: 0, max: 2 ** 40 }).map((n) => `withheld-${n.toString(36)}-`);
  const planted = fc.record({ token, decisions: fc.integer({ min: 1, max: 3 }), actions: fc.integer({ min: 0, max: 3 }) });

  test("no decision, outcome, slice or cluster is within its reach, whatever it looks at or asks for", async () => {
    await fc.assert(
      fc.asyncProperty(planted, async ({ token, decisions, actions }) => {
        const action = { type: `${token}type`, params: { [`${token}key`]: [{ deep: `${token}value` }], number: 918273645 } };
        const one = caseOf({
          cluster: `${token}cluster`,
          decisions: Array.from({ length: decisions }, (_, i) => ({
            actions: Array.from({ length: actions }, () => action),
            by: `${token}by${i}`,
            seconds: 918273645,
          })),
          outcome: { [`${token}later`]: token },
          slices: { [`${token}slice`]: token },
          reads: [{ tool: "orders", args: { id: 7 }, answer: { state: "sent" }, at: "2026-01-01" }],
        });
        const texts: string[] = [];
        const see = (value: unknown) =>
          texts.push(
            ...reachable(value),
            inspect(value, { depth: 20, showHidden: true, getters: true }),
            JSON.stringify(value) ?? "",
          );
        const observed = await ask((seen, toolbox, signal) => {
          for (const value of [seen, toolbox, signal, seen.input]) see(value);
          see(toolbox.read("orders", { id: 7 }));
          for (const asked of ["decisions", "outcome", `${token}type`, "__proto__"]) {
            try {
              see(toolbox.read(asked, { [token]: true }));
            } catch (error) {
              see((error as Error).stack?.replaceAll(`for ${asked} `, ""));
            }
          }
          return { kind: "abstain" };
        }, one);
        expect(observed.kind).toBe("proposed");
        expect(texts.length).toBeGreaterThan(100);
        expect(texts.filter((text) => text.includes(token) || text.includes("918273645"))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test("what it does to what it was handed changes neither the case nor a later attempt nor the record", async () => {
    const one = caseOf({
      input: { text: ["a"] },
      reads: [{ tool: "orders", args: {}, answer: { state: ["sent"] } }],
      decisions: [{ actions: [{ type: "refund" }] }],
    });
    const before = structuredClone(one);
    const inputs: unknown[] = [];
    const observations = await replayed(
      agentOf((seen, toolbox) => {
        inputs.push(structuredClone(seen.input));
        (seen.input as { text: string[] }).text.push("b");
        expect(() => Object.assign(seen, { id: "c2" })).toThrow(TypeError);
        const answer = toolbox.read("orders") as { state: string[] };
        answer.state.push("changed");
        const step = { kind: "thought", args: { at: 1 } };
        toolbox.note(step);
        step.args.at = 2;
        const proposal = { kind: "act", actions: [{ type: "refund", params: { amount: 1 } }] };
        queueMicrotask(() => Object.assign(proposal.actions[0]?.params ?? {}, { amount: 2 }));
        return proposal;
      }),
      one,
      { ...options, attempts: 2 },
    );
    await Promise.resolve();
    expect(one).toEqual(before);
    expect(inputs).toEqual([{ text: ["a"] }, { text: ["a"] }]);
    for (const { trace, ...observation } of observations) {
      expect(trace.steps).toEqual([
        { kind: "read", name: "orders", args: {}, source: "recorded", answer: { state: ["sent"] } },
        { kind: "thought", args: { at: 1 } },
      ]);
      expect(observation).toMatchObject({ proposal: { actions: [{ params: { amount: 1 } }] } });
    }
  });
});

describe("an agent that misbehaves is data", () => {
  const hostile = new Proxy(new Error("x"), {
    get: () => {
      throw new Error("no");
    },
    getPrototypeOf: () => {
      throw new Error("no");
    },
  });
  const thrown: readonly (readonly [string, unknown, RegExp])[] = [
    ["an error", new Error("no stock\n at all"), /^no stock at all$/],
    ["nothing", undefined, /^undefined$/],
    ["an empty error", new Error(""), /^Error$/],
    ["a huge message", new Error("x".repeat(5_000_000)), /^x{499}…$/],
    ["a message that is no text", Object.assign(new Error(), { message: 5 }), /./],
    ["an object without a prototype", Object.create(null), /without a readable message/],
    ["a proxy that throws", hostile, /without a readable message/],
    ["a symbol", Symbol("s"), /Symbol\(s\)/],
  ];
  test.each(thrown)("throwing %s, at once or later, is a failure with a bounded reason", async (_, error, because) => {
    const ways = [
      () => {
        throw error;
      },
      () => Promise.reject(error),
      async () => {
        await Promise.resolve();
        throw error;
      },
    ];
    for (const way of ways) {
      const observation = await ask(way);
      expect(observation).toMatchObject({ kind: "failed", code: "threw", because: expect.stringMatching(because) as string });
    }
  });

  const act = (params: unknown, more: object = {}) => ({ kind: "act", actions: [{ type: "refund", params, ...more }] });
  const nested = (levels: number) => {
    let value: unknown = 1;
    for (let i = 0; i < levels; i++) value = [value];
    return value;
  };
  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;
  const garbage: readonly (readonly [string, unknown])[] = [
    ["undefined", undefined],
    ["null", null],
    ["a string", "refund"],
    ["a function", () => 1],
    ["an unknown kind", { kind: "execute" }],
    ["a member it should not have", { kind: "abstain", execute: true }],
    ["a confidence that is no number", act({}, { confidence: Number.NaN })],
    ["a confidence of 2", act({}, { confidence: 2 })],
    ["an action without a type", { kind: "act", actions: [{ params: {} }] }],
    ["none beside another action", { kind: "act", actions: [{ type: "none" }, { type: "refund" }] }],
    ["a param that is no number", act({ amount: Number.NaN })],
    ["an endless amount", act({ amount: Number.POSITIVE_INFINITY })],
    ["a function among the params", act({ amount: () => 1 })],
    ["a map among the params", act({ amounts: new Map([["a", 1]]) })],
    ["params under the name of the prototype", act(JSON.parse('{ "__proto__": { "amount": 1 } }'))],
    ["params that turn into a text", act({ toJSON: () => "all of it" })],
    ["a cycle", act(cycle)],
    ["nothing in a list", act({ amounts: [1, undefined] })],
    ["what nests too deep once it is text", act({ at: { toJSON: () => nested(500) } })],
    [
      "what turns too deep by its class",
      act({
        at: new (class {
          toJSON() {
            return nested(500);
          }
        })(),
      }),
    ],
    ["a BigInt", act({ amount: 1n })],
    ["a million actions", { kind: "act", actions: Array.from({ length: 1_000_000 }, () => ({ type: "refund" })) }],
    ["params nested 101 levels deep", act({ at: nested(101) })],
    ["params nested 100,000 levels deep", act({ at: nested(100_000) })],
    ["20 MB of reasons", { kind: "abstain", because: "x".repeat(20_000_000) }],
    [
      "a getter that throws",
      {
        get kind() {
          throw new Error("no");
        },
      },
    ],
  ];
  test.each(garbage)("returning %s, at once or later, is a failure", async (_, given) => {
    for (const way of [() => given, async () => given]) {
      const observation = await ask(way);
      if (observation.kind !== "failed") return expect.fail("expected a failure");
      expect(observation.code).toBe("unusable");
      expect(observation.because.length).toBeGreaterThan(20);
      expect(observation.because.length).toBeLessThanOrEqual(500);
      expect(observation.because).toMatch(/^what it returned cannot be used; /);
    }
  });

  test("what was usable goes on record as plain data", async () => {
    const proposal: Proposal = {
      kind: "act",
      actions: [{ type: "refund", params: { amount: 1, at: ["}", '"]'] }, confidence: 0.5 }],
    };
    expect(await ask(() => proposal)).toMatchObject({ kind: "proposed", proposal });
    expect(await ask(() => act({ at: new Date(0) }))).toMatchObject({
      proposal: { actions: [{ params: { at: "1970-01-01T00:00:00.000Z" } }] },
    });
    expect(await ask(() => act({ at: nested(90) }))).toMatchObject({ kind: "proposed" });
    expect(await ask(() => ({ kind: "act", actions: [{ type: "none" }] }))).toMatchObject({ proposal: { actions: [] } });
    const brackets = "[".repeat(1000);
    expect(await ask(() => act({ [brackets]: `\\"${brackets}` }))).toMatchObject({ kind: "proposed" });
    // biome-ignore lint/suspicious/noThenProperty: what is not quite a promise is awaited like one
    expect(await ask(() => ({ then: (resolve: (given: unknown) => void) => resolve(proposal) }))).toMatchObject({ proposal });
  });

  const steps: readonly (readonly [string, unknown])[] = [
    ["nothing", undefined],
    ["a text", "thinking"],
    ["a step without a kind", {}],
    ["a step of an unknown make", { kind: "thought", decision: 1 }],
    ["a cycle", { kind: "thought", args: cycle }],
    ["a BigInt", { kind: "thought", answer: 1n }],
    ["a step nested too deep", { kind: "thought", answer: nested(100_000) }],
    ["more than a trace holds", { kind: "thought", answer: "x".repeat(10_000_001) }],
  ];
  test.each(steps)("noting %s fails the attempt, and the record can still be written", async (name, step) => {
    const observation = await ask((_seen, toolbox) => {
      toolbox.note({ kind: "first" });
      toolbox.note(step as Step);
      return { kind: "abstain" };
    });
    const code = name.startsWith("more") ? "cut" : "threw";
    expect(observation).toMatchObject({ kind: "failed", code, trace: { steps: [{ kind: "first" }] } });
    expect(JSON.parse(JSON.stringify(observation))).toEqual(observation);
    expect(await ask((_seen, toolbox) => toolbox.read("orders", step))).toMatchObject({ kind: "failed" });
  });
});

describe("an agent that does not answer", () => {
  test("is given up on after its time, told so, and nothing it says or notes later is on record", async () => {
    const late: (() => void)[] = [];
    let told = 0;
    const ways: readonly Parameters<typeof agentOf>[0][] = [
      () => new Promise(() => undefined),
      (_, toolbox) => new Promise((resolve) => late.push(() => resolve(void toolbox.note({ kind: "late" })))),
      () => new Promise((_, reject) => late.push(() => reject(new Error("late")))),
      (_seen, _toolbox, signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      // biome-ignore lint/suspicious/noThenProperty: it never calls back
      () => ({ then: () => undefined }),
    ];
    for (const way of ways) {
      const observation = await ask((seen, toolbox, signal) => {
        signal.addEventListener("abort", () => told++);
        toolbox.note({ kind: "early" });
        return way(seen, toolbox, signal);
      });
      const kept = structuredClone(observation);
      for (const answer of late.splice(0)) answer();
      await new Promise((resolve) => setImmediate(resolve));
      expect(observation).toEqual(kept);
      expect(observation).toMatchObject({
        kind: "failed",
        code: "timed-out",
        because: "no answer within 0.02 s",
        trace: { steps: [{ kind: "early" }] },
      });
    }
    expect(told).toBe(ways.length);
  });

  test("frees its slot: the cases behind it are replayed", async () => {
    const seen: string[] = [];
    const agent = agentOf(({ id }) => (id === "2" || id === "4" ? new Promise(() => undefined) : { kind: "abstain" }));
    await pool(["1", "2", "3", "4", "5"], 1, async (id) => {
      const [observation] = await replayed(agent, caseOf({ id }), options);
      seen.push(`${id} ${observation?.kind}`);
    });
    expect(seen).toEqual(["1 proposed", "2 failed", "3 proposed", "4 failed", "5 proposed"]);
  });

  test("a time longer than a timer can hold is not an instant", async () => {
    const slow = agentOf(() => new Promise((resolve) => setTimeout(resolve, 10, { kind: "abstain" })));
    const [observation] = await replayed(slow, caseOf(), { ...options, timeout: 1e12 });
    expect(observation?.kind).toBe("proposed");
  });
});

test("an agent may be an instance of a class, and stands behind start and stop", async () => {
  const calls: string[] = [];
  class Desk {
    readonly name = "desk";
    readonly version = "1";
    async start() {
      calls.push("start");
    }
    propose(): Proposal {
      calls.push(this.name);
      return { kind: "abstain" };
    }
    async stop() {
      calls.push("stop");
    }
  }
  const agent = inProcess(new Desk());
  await agent.start?.(worldFor("/nowhere"));
  expect((await replayed(agent, caseOf(), options))[0]?.kind).toBe("proposed");
  await agent.stop?.();
  expect(calls).toEqual(["start", "desk", "stop"]);
});

test("what did not answer at all is not said to have answered late", async () => {
  let now = 0;
  const mute = agentOf(() => {
    now += 5000.818;
    return new Promise<Proposal>(() => undefined);
  });
  const [observation] = await replayed(mute, caseOf(), { ...options, timeout: 20, clock: () => now });
  expect(observation).toMatchObject({ code: "timed-out", ms: 5000.818, because: "no answer within 0.02 s" });
});

test("an answer after the limit is no answer, also from an agent that could not be interrupted", async () => {
  let now = 0;
  const slow = agentOf(() => {
    now += 5000.818000001;
    return { kind: "abstain" };
  });
  const [observation] = await replayed(slow, caseOf(), { ...options, timeout: 1000, clock: () => now });
  expect(observation).toMatchObject({ kind: "failed", code: "timed-out", because: "answered after 5.001 s; the limit is 1 s" });
});

test("an agent that was never asked this is told apart from one that broke", async () => {
  const silent = await ask(() => {
    throw new NoProposal("nobody recorded one");
  });
  expect(silent).toMatchObject({ kind: "failed", code: "no-proposal", because: "nobody recorded one" });
});

test("only an agent of earnest's own may keep the time itself", async () => {
  const answer = () => new Promise<Proposal>((resolve) => setTimeout(() => resolve({ kind: "abstain" }), 60));
  const agent = { name: "a", version: "1", seam: "tools", isolation: "I1", ownTime: true, propose: answer } as const;
  const how = { attempts: 1, timeout: 20, clock: () => performance.now(), desk: bareDesk };
  const [trusted] = await replayed(vouched({ ...agent }), caseOf(), how);
  const [other] = await replayed({ ...agent }, caseOf(), how);
  expect(trusted).toMatchObject({ kind: "proposed" });
  expect(other).toMatchObject({ kind: "failed", code: "timed-out" });
});
