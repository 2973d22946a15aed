import { describe, expect, test } from "vitest";
import { z } from "zod";
import { AgentFailure } from "./agent.ts";
import { bareDesk, toolboxFor } from "./agents/forTests.ts";
import { toolDesk } from "./suite/toolDesk.ts";
import type { Told } from "./toolbox.ts";

const desk = toolDesk({
  reads: {
    order: {
      args: z.object({ id: z.string() }),
      stub: (args) => ((args as { id: string }).id === "o-9" ? { state: "unknown" } : undefined),
    },
  },
  actions: {
    pay: {
      params: z.strictObject({ amount: z.number() }),
      acknowledge: (params: { amount: number }) => ({ paid: params.amount }),
    },
    close: {},
  },
});
const reads = [
  { tool: "order", args: { id: "o-1", deep: [1, 2.0] }, answer: { state: "sent" } },
  { tool: "stock", args: {}, answer: 3 },
];
const box = () => toolboxFor({ reads }, desk);
const sources = (tools: ReturnType<typeof box>) => tools.steps.map(({ source }) => source);

describe("reads", () => {
  test("are answered by exact arguments, blind to key order and to 2 and 2.0", () => {
    const tools = box();
    expect(tools.read("order", { deep: [1, 2], id: "o-1" })).toEqual({ state: "sent" });
    expect(() => tools.read("order", { id: "o-1" })).toThrow("the recording has no answer");
    expect(sources(tools)).toEqual(["recorded", "refused"]);
  });

  test("that miss are stubbed only where the suite declares it", () => {
    const tools = box();
    expect(tools.call("order", { id: "o-9" })).toEqual({ ok: true, answer: { state: "unknown" } });
    expect(tools.call("order", { id: "o-8" })).toMatchObject({ ok: false });
    expect(tools.call("nowhere", {})).toMatchObject({ ok: false, because: expect.stringContaining("no tool") as string });
    expect(sources(tools)).toEqual(["stubbed", "refused", "refused"]);
  });

  test("after a captured write show a world that no longer is", () => {
    const tools = box();
    tools.write("pay", { amount: 1 });
    tools.read("stock");
    tools.read("order", { id: "o-9" });
    expect(sources(tools)).toEqual([undefined, "counterfactual", "counterfactual"]);
  });
});

describe("writes", () => {
  test("are captured, acknowledged as declared, and become the proposal", () => {
    const tools = box();
    expect(tools.call("pay", { amount: 5, confidence: 0.9, because: "broken" })).toEqual({ ok: true, answer: { paid: 5 } });
    expect(tools.call("close")).toEqual({ ok: true, answer: { status: "accepted" } });
    expect(tools.proposal(undefined)).toEqual({
      kind: "act",
      because: "broken",
      actions: [
        { type: "pay", params: { amount: 5 }, confidence: 0.9 },
        { type: "close", params: {} },
      ],
    });
  });

  test("with params that do not fit are refused, and are no proposal", () => {
    const tools = box();
    expect(tools.call("pay", { amount: "5" })).toMatchObject({ ok: false, because: expect.stringContaining("amount") as string });
    expect(tools.call("pay", "five")).toMatchObject({ ok: false });
    expect(tools.proposal(undefined)).toBeUndefined();
    expect(sources(tools)).toEqual(["refused", "refused"]);
  });

  test("hand over, do nothing, or say nothing at all", () => {
    const over = box();
    over.call("escalate", { because: "unsure", confidence: 0.3 });
    expect(over.proposal(undefined)).toEqual({ kind: "escalate", because: "unsure", confidence: 0.3 });
    const idle = box();
    idle.call("none");
    expect(idle.proposal(undefined)).toEqual({ kind: "act", actions: [] });
    expect(box().proposal(undefined)).toBeUndefined();
    const both = box();
    both.write("close");
    both.write("escalate");
    expect(both.proposal(undefined)).toMatchObject({ kind: "act", actions: [{ type: "close" }, { type: "escalate" }] });
  });

  test("and a returned proposal are one set: what was asked for cannot be taken back", () => {
    const tools = box();
    tools.write("close");
    const pay = { type: "pay", params: { amount: 1 } };
    expect(tools.proposal({ kind: "act", actions: [{ type: "close", params: {} }, pay] })).toMatchObject({
      actions: [{ type: "close" }, pay],
    });
    expect(tools.proposal({ kind: "abstain" })).toMatchObject({ kind: "act", actions: [{ type: "close" }] });
    expect(tools.proposal({ kind: "escalate" })).toMatchObject({
      kind: "act",
      actions: [{ type: "close" }, { type: "escalate" }],
    });
  });

  test("keep what was asked for as it was then", () => {
    const tools = toolboxFor();
    const params = { amount: 1 };
    tools.write("pay", params);
    params.amount = 2;
    expect(tools.proposal(undefined)).toMatchObject({ actions: [{ params: { amount: 1 } }] });
  });
});

describe("the chain of agents that an act came through", () => {
  const chain = ["planner", "payments"];

  test("stands in the proposal, as it was when the act was asked for", () => {
    const tools = box();
    const given = [...chain];
    tools.write("pay", { amount: 5 }, { chain: given });
    given.push("later");
    expect(tools.call("close", { chain, confidence: 0.9 })).toMatchObject({ ok: true });
    expect(tools.proposal(undefined)).toEqual({
      kind: "act",
      actions: [
        { type: "pay", params: { amount: 5 }, chain },
        { type: "close", params: {}, confidence: 0.9, chain },
      ],
    });
  });

  test("is a param where the act has one of that name, or where it looks like none", () => {
    const supply = toolDesk({ reads: {}, actions: { order: { params: z.object({ chain: z.array(z.string()) }) }, close: {} } });
    const tools = toolboxFor({}, supply);
    tools.call("order", { chain });
    for (const none of ["planner", [], [7]]) tools.call("close", { chain: none });
    expect(tools.proposal(undefined)).toEqual({
      kind: "act",
      actions: [
        { type: "order", params: { chain } },
        ...["planner", [], [7]].map((none) => ({ type: "close", params: { chain: none } })),
      ],
    });
  });

  test("is not lost where an act is written, and returned as well", () => {
    const tools = box();
    const other = { type: "pay", params: { amount: 2 }, chain: ["planner"] };
    tools.write("pay", { amount: 1 });
    tools.write("close", {}, { chain });
    const returned = [{ type: "pay", params: { amount: 1 }, chain }, other, { type: "close", params: {}, chain: ["other"] }];
    expect(tools.proposal({ kind: "act", actions: returned })).toEqual({
      kind: "act",
      actions: [{ type: "pay", params: { amount: 1 }, chain }, { type: "close", params: {}, chain }, other],
    });
  });
});

describe("loops", () => {
  test("the same call over and over is cut, and so is whatever follows", () => {
    const tools = toolboxFor({ reads }, { ...bareDesk, most: { steps: 60, same: 3 } });
    for (let i = 0; i < 3; i++) tools.call("stock");
    expect(() => tools.call("stock")).toThrow("the same call of stock more than 3 times");
    expect(() => tools.write("pay")).toThrow(AgentFailure);
    expect(tools.ended).toMatchObject({ code: "cut" });
  });

  test("too many different calls are cut", () => {
    const tools = toolboxFor({}, { ...bareDesk, most: { steps: 4, same: 3 } });
    for (let i = 0; i < 4; i++) tools.call("any", { i });
    expect(() => tools.call("any", { i: 5 })).toThrow("more than 4 calls");
  });
});

test("attempted side effects are counted by kind and target, and a flood of them is bounded", () => {
  const tools = toolboxFor();
  for (let i = 0; i < 3; i++) tools.breach("network", "example.com:443");
  for (let i = 0; i < 5000; i++) tools.breach("file", `/tmp/${i}/${"x".repeat(1000)}`);
  expect(tools.breaches[0]).toEqual({ kind: "network", target: "example.com:443", times: 3 });
  expect(tools.breaches.length).toBeLessThan(1010);
  expect(tools.breaches.reduce((sum, { times }) => sum + times, 0)).toBe(5003);
});

test("what an attempt is called is bounded as well, in length and number", () => {
  const tools = toolboxFor();
  tools.breach("K".repeat(3_000_000), "x");
  for (let i = 0; i < 50_000; i++) tools.breach(`k${i}`, "x");
  const kinds = new Set(tools.breaches.map(({ kind }) => kind));
  expect([kinds.size, Math.max(...[...kinds].map(({ length }) => length))]).toEqual([51, 40]);
  expect(tools.breaches.at(-1)).toEqual({ kind: "other", target: "x", times: 50_001 - 50 });
});

test("without a broker nothing goes out, and the attempt is on record", async () => {
  const tools = toolboxFor();
  await expect(tools.send({ method: "POST", url: "https://example.com/x", headers: {}, body: "" })).rejects.toThrow("no model");
  expect(tools.breaches).toEqual([{ kind: "network", target: "https://example.com/x", times: 1 }]);
});

test("the tools' schemas come from the rows, and a name stands for one tool", () => {
  expect(desk.tools.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
    "read order",
    "write pay",
    "write close",
    "reserved escalate",
    "reserved none",
  ]);
  expect(desk.tools[1]?.parameters).toEqual({
    type: "object",
    properties: { amount: { type: "number" } },
    required: ["amount"],
    additionalProperties: false,
  });
  expect(() => toolDesk({ reads: { pay: {} }, actions: { pay: {} } })).toThrow("a name of its own");
});

test("begun anew, an attempt keeps what it did, asked for, tried and cost, and starts to count again", async () => {
  const told: Told[] = [];
  const toolbox = toolboxFor({}, bareDesk, (attempt) => {
    told.push(attempt.told);
    return async () => Promise.reject(new Error("unused"));
  });
  toolbox.note({ kind: "thought" });
  toolbox.write("act", { n: 1 }, { because: "first" });
  toolbox.breach("network", "example.com", 3);
  toolbox.failed("gone");
  const before = toolbox.steps.slice();
  const crashed = { kind: "crashed-before", args: { because: "exit code 1" } };
  toolbox.restart("exit code 1");
  expect(toolbox.steps).toEqual([...before, crashed]);
  expect(toolbox.earlier).toEqual([{ type: "act", params: { n: 1 } }]);
  expect([toolbox.proposal(undefined), toolbox.ended]).toEqual([undefined, undefined]);
  // What was under way before still costs, and is no step of the new beginning.
  told[0]?.step({ kind: "model" });
  told[0]?.usage({ model: "m", calls: 1, input: 1, cached: 0, output: 1 }, "k1");
  told[1]?.usage({ model: "m", calls: 1, input: 1, cached: 0, output: 1 }, "k1");
  told[0]?.failed("late");
  told[1]?.step({ kind: "model", name: "new" });
  expect(toolbox.steps).toEqual([...before, { kind: "model" }, crashed, { kind: "model", name: "new" }]);
  expect(toolbox.ended).toBeUndefined();
  expect(toolbox.used).toEqual([{ model: "m", calls: 1, input: 1, cached: 0, output: 1 }]);
  expect(toolbox.breaches).toEqual([{ kind: "network", target: "example.com", times: 3 }]);
  for (let i = 0; i < bareDesk.most.same; i++) toolbox.write("act", { n: 1 });
  expect(() => toolbox.write("act", { n: 1 })).toThrow("same call");
});

test("of what was done before a crash as much is kept as one trace holds, and what is left out is counted", () => {
  const toolbox = toolboxFor();
  const text = "x".repeat(3_000_000);
  for (let turn = 0; turn < 3; turn++) {
    for (let i = 0; i < 3; i++) toolbox.note({ kind: "thought", args: text });
    toolbox.restart("again");
  }
  expect(toolbox.steps.filter(({ kind }) => kind === "thought")).toHaveLength(3);
  expect(toolbox.steps.at(-1)).toMatchObject({ kind: "crashed-before", args: { omitted: 3 } });
});

test("what an agent notes is never taken for what earnest saw", () => {
  const toolbox = toolboxFor();
  const forged = [
    ...["read", "write", "call", "model", "breach", "failed-before", "crashed-before"].map((kind) => ({ kind, name: "order" })),
    { kind: "thought", source: "recorded" as const },
  ];
  for (const step of forged) toolbox.note(step);
  expect(toolbox.steps).toEqual(forged.map((step) => ({ kind: "note", name: step.kind, args: step })));
  toolbox.note({ kind: "nudge", args: "well?" });
  expect(toolbox.steps.at(-1)).toEqual({ kind: "nudge", args: "well?" });
});
