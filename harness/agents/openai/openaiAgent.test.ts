import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { isolationOf, type Wall } from "../../agent.ts";
import type { StubRule } from "../../broker/stub/answer.ts";
import type { Asked } from "../../broker/stub/asked.ts";
import { type StubModel, type StubOptions, stubModel } from "../../broker/stubModel.ts";
import { parseCase } from "../../case.ts";
import { type Observation, replay } from "../../replay.ts";
import { defineRead, toolDesk } from "../../suite/toolDesk.ts";
import type { Exchanges } from "../../toolbox.ts";
import { sandboxAvailable } from "../../wall/sandbox.ts";
import { worldFor } from "../forTests.ts";
import { type OpenaiAgentOptions, openaiAgent } from "./openaiAgent.ts";

const open: StubModel[] = [];

afterEach(async () => {
  for (const stub of open.splice(0)) await stub.close();
});

const desk = toolDesk({
  reads: { order: defineRead({ about: "Look up an order.", args: z.object({ id: z.string() }) }) },
  actions: {
    pay: { about: "Pay back.", params: z.strictObject({ order: z.string(), amount: z.number() }), acknowledge: { queued: true } },
    tag: { params: z.strictObject({ label: z.string() }) },
  },
});

/** Straight to the model, without a broker in between; from behind the wall it is found where the broker would be. */
const direct =
  (baseURL: string): Exchanges =>
  () =>
  async (request, signal) => {
    const { method, headers, body } = request;
    const answer = await fetch(request.url.replace(/^http:\/\/127\.0\.0\.1:8123\/v1/, baseURL), {
      method,
      headers,
      body,
      signal: signal ?? null,
    });
    return {
      status: answer.status,
      headers: { "content-type": answer.headers.get("content-type") ?? "" },
      body: (answer.body ?? new ReadableStream()) as unknown as AsyncIterable<Uint8Array>,
    };
  };

const given = parseCase({
  id: "a",
  input: { text: "It broke.", order: "o-1", amount: 12.5 },
  reads: [{ tool: "order", args: { id: "o-1" }, answer: { paid: 12.5 } }],
  decisions: [{ actions: [] }],
});
if ("faults" in given) throw new Error("not a case");
const { case: one } = given;

interface Tried {
  readonly seen: Observation;
  readonly stub: StubModel;
  readonly wall: Wall | undefined;
}

async function tried(rule: StubRule, options: Partial<OpenaiAgentOptions> = {}, more: StubOptions = {}): Promise<Tried> {
  const stub = await stubModel({ rule, ...more });
  open.push(stub);
  const agent = openaiAgent({ model: "stub-1", instructions: "Decide.", baseURL: stub.baseURL, sealed: false, ...options });
  const scratch = mkdtempSync(join(tmpdir(), "earnest-test-"));
  try {
    const wall = (await agent.start?.(worldFor(scratch, { tools: desk.tools }))) ?? undefined;
    const how = {
      attempts: 1,
      timeout: 5_000,
      clock: () => 0,
      desk,
      exchanges: direct(stub.baseURL),
      isolation: isolationOf(agent, wall),
    };
    const [seen] = (await replay(agent, one, how)) ?? [];
    if (seen === undefined) throw new Error("nothing was seen");
    return { seen, stub, wall };
  } finally {
    await agent.stop?.();
    rmSync(scratch, { recursive: true });
  }
}

/** Looks the order up, asks for two acts at once, and says that it is done. */
const clerk: StubRule = ({ calls, text }: Asked) => {
  const { order, amount } = JSON.parse(text) as { order: string; amount: number };
  if (!calls.some(({ name }) => name === "order"))
    return { text: "Let me see.", calls: [{ name: "order", args: { id: order } }] };
  if (calls.some(({ answer }) => answer.includes("queued"))) return { text: "Done." };
  const sure = { confidence: 0.9, because: "It broke." };
  return {
    calls: [
      { name: "pay", args: { order, amount, ...sure } },
      { name: "tag", args: { label: "broken", confidence: 0.7 } },
    ],
  };
};

const bothActs = {
  kind: "proposed",
  proposal: {
    kind: "act",
    actions: [
      { type: "pay", params: { order: "o-1", amount: 12.5 }, confidence: 0.9 },
      { type: "tag", params: { label: "broken" }, confidence: 0.7 },
    ],
    because: "It broke.",
  },
};

describe("a prompt and a model", () => {
  test.each([
    ["chat", false],
    ["chat", true],
    ["responses", false],
    ["responses", true],
  ] as const)("reads, asks for acts in parallel and ends, over %s, streamed: %s", async (api, stream) => {
    const { seen, stub } = await tried(clerk, { api, stream });
    expect(seen).toMatchObject(bothActs);
    expect(seen.trace.steps).toMatchObject([
      { kind: "read", name: "order", args: { id: "o-1" }, answer: { paid: 12.5 }, source: "recorded" },
      { kind: "write", name: "pay", answer: { queued: true } },
      { kind: "write", name: "tag" },
    ]);
    expect(stub.seen).toMatchObject({ requests: 3, authorizations: ["Bearer held-by-the-broker"] });
  });

  test("saves the last call where an answer with an act ends the attempt", async () => {
    const { seen, stub } = await tried(clerk, { ends: "write" });
    expect(seen).toMatchObject(bothActs);
    expect(stub.seen.requests).toBe(2);
  });

  test.each(["chat", "responses"] as const)("lets the model mend a malformed call, over %s", async (api) => {
    const rule: StubRule = ({ calls }) => {
      const last = calls.at(-1)?.answer;
      const pay = (args: object) => ({ calls: [{ name: "pay", args }] });
      if (last === undefined) return { calls: [{ name: "repay", args: {} }] };
      if (last.includes("no tool by the name")) return pay({ order: ["o-1"], amount: "12.5", confidence: 0.9 });
      if (last.includes("order: expected")) return pay({ order: "o-1", amount: 12.5 });
      if (last.includes("confidence")) return pay({ order: "o-1", amount: 12.5, confidence: 7 });
      return { text: "Done." };
    };
    const mended: StubRule = (asked) =>
      asked.calls.length < 4
        ? rule(asked)
        : asked.calls.length === 4
          ? { calls: [{ name: "pay", args: { order: "o-1", amount: 12.5, confidence: 0.8 } }] }
          : { text: "Done." };
    const { seen } = await tried(mended, { api });
    expect(seen).toMatchObject({
      kind: "proposed",
      proposal: { actions: [{ type: "pay", params: { order: "o-1", amount: 12.5 }, confidence: 0.8 }] },
    });
    expect(seen.trace.steps.map(({ kind, source }) => source ?? kind)).toEqual([
      "refused",
      "refused",
      "malformed",
      "malformed",
      "write",
    ]);
  });

  test.each(["bad-json", "unknown-tool", "wrong-types", "silent", "huge", "utf8", "ansi"])(
    "comes to the same end after %s",
    async (fault) => {
      expect((await tried(clerk, {}, { faults: { [fault]: 1 } })).seen).toMatchObject(bothActs);
    },
  );

  test.each([
    ["refusal", "refused"],
    ["filtered", "content filter"],
  ])("abstains after %s", async (fault, because) => {
    for (const api of ["chat", "responses"] as const) {
      const { seen } = await tried(clerk, { api }, { faults: { [fault]: 1 } });
      expect(seen).toMatchObject({ kind: "proposed", proposal: { kind: "abstain", because: expect.stringContaining(because) } });
    }
  });

  test.each([
    ["empty", "unusable", "empty"],
    ["length", "unusable", "limit of tokens; it said: Let me think"],
    ["500", "model-error", "500"],
    ["cut", "model-error", ""],
  ])("fails after %s, and says why", async (fault, code, because) => {
    for (const stream of [false, true]) {
      const { seen } = await tried(clerk, { stream }, { faults: { [fault]: 1 } });
      expect(seen).toMatchObject({ kind: "failed", code, because: expect.stringContaining(because) });
    }
  });

  test("is told once to call a tool, and then has failed", async () => {
    const { seen, stub } = await tried(() => ({ text: "It depends." }));
    expect(seen).toMatchObject({ kind: "failed", code: "unusable", because: expect.stringContaining("it said: It depends.") });
    expect(stub.seen.requests).toBe(2);
    expect(seen.trace.steps).toMatchObject([{ kind: "nudge", args: "It depends." }]);
  });

  test("hands over or does nothing, and is done", async () => {
    const over = await tried(() => ({ calls: [{ name: "escalate", args: { because: "Not mine." } }] }));
    expect(over.seen).toMatchObject({ kind: "proposed", proposal: { kind: "escalate", because: "Not mine." } });
    const idle = await tried(() => ({ calls: [{ name: "none", args: {} }] }));
    expect(idle.seen).toMatchObject({ kind: "proposed", proposal: { kind: "act", actions: [] } });
    expect([over.stub.seen.requests, idle.stub.seen.requests]).toEqual([1, 1]);
  });

  test("is cut when it goes on and on", async () => {
    let n = 0;
    const { seen } = await tried(() => ({ calls: [{ name: "order", args: { id: `o-${n++}` } }] }), { maxSteps: 4 });
    expect(seen).toMatchObject({ kind: "failed", code: "cut", because: expect.stringContaining("4 answers") });
  });

  test("reads its confidence from log probabilities, or says that there are none", async () => {
    const sure = { order: "o-1", amount: 12.5 };
    const rule: StubRule = ({ calls }) => (calls.length > 0 ? { text: "Done." } : { calls: [{ name: "pay", args: sure }] });
    for (const stream of [false, true]) {
      const { seen } = await tried(rule, { confidence: "logprobs", stream });
      if (seen.kind !== "proposed" || seen.proposal.kind !== "act") throw new Error("nothing was proposed");
      const confidence = seen.proposal.actions[0]?.confidence;
      expect(confidence).toBeGreaterThan(Math.exp(-0.05));
      expect(confidence).toBeLessThan(Math.exp(-0.01));
    }
    const none = await tried(rule, { confidence: "logprobs", params: { top_logprobs: 0 } }, { logprobs: false });
    expect(none.seen).toMatchObject({
      kind: "failed",
      code: "unusable",
      because: expect.stringContaining("no log probabilities"),
    });
    const unasked = await tried(rule, { confidence: "none" });
    expect(unasked.seen).toMatchObject({ proposal: { actions: [{ type: "pay", params: sure }] } });
  });
});

describe("behind the wall", () => {
  test.each([false, true])("asks and proposes the same, streamed: %s", async (stream) => {
    const { seen, stub, wall } = await tried(clerk, { sealed: true, stream });
    expect(seen).toMatchObject(bothActs);
    expect(seen.trace.steps.map(({ kind, name }) => [kind, name])).toEqual([
      ["read", "order"],
      ["write", "pay"],
      ["write", "tag"],
    ]);
    expect(seen.breaches).toEqual([]);
    expect(stub.seen).toMatchObject({ requests: 3, authorizations: ["Bearer held-by-the-broker"] });
    expect(seen.isolation).toBe(sandboxAvailable().why === null ? "I3" : "I2");
    expect(wall?.canary.length).toBeGreaterThan(10);
  });

  test("is the same code wherever its model stands", async () => {
    const digests = await Promise.all([1, 2].map(async () => (await tried(clerk, { sealed: true })).wall?.code));
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(digests[1]).toBe(digests[0]);
    const other = await tried(clerk, { sealed: true, instructions: "Decide well." });
    expect(other.wall?.code).not.toBe(digests[0]);
  });

  test("keeps what kind of failure it was", async () => {
    const { seen } = await tried(() => ({ text: "It depends." }), { sealed: true });
    expect(seen).toMatchObject({ kind: "failed", code: "unusable", because: expect.stringContaining("asked twice") });
    expect(seen.trace.steps).toMatchObject([{ kind: "nudge" }]);
    const down = await tried(clerk, { sealed: true }, { faults: { "500": 1 } });
    expect(down.seen).toMatchObject({ kind: "failed", code: "model-error", because: expect.stringContaining("500") });
  });
});

describe("what it is called and what it claims", () => {
  const version = (more: Partial<OpenaiAgentOptions>) => openaiAgent({ model: "m", instructions: "Decide.", ...more }).version;

  test("changes its version with all that changes an answer, and with nothing else", () => {
    expect(version({})).toMatch(/^m [0-9a-f]{8}$/);
    expect(version({ baseURL: "http://127.0.0.1:1/v1", stream: true, key: "OTHER", sealed: false })).toBe(version({}));
    const changed = [
      { instructions: "Decide well." },
      { api: "responses" },
      { temperature: 0 },
      { params: { reasoning_effort: "low" } },
      { confidence: "none" },
      { ends: "write" },
      { model: "n" },
    ] as const;
    expect(new Set([version({}), ...changed.map(version)]).size).toBe(changed.length + 1);
  });

  test("reads its instructions from a file, and says when there is none", () => {
    const folder = mkdtempSync(join(tmpdir(), "earnest-test-"));
    try {
      const file = join(folder, "policy.md");
      writeFileSync(file, "Decide.");
      expect(version({ instructions: file })).toBe(version({}));
      expect(version({ instructions: pathToFileURL(file) })).toBe(version({}));
      expect(() => version({ instructions: "./nowhere.md" })).toThrow("cannot be read");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("refuses settings that cannot be", () => {
    expect(() => version({ baseURL: "localhost" })).toThrow("baseURL is a URL");
    expect(() => version({ params: { messages: [] } })).toThrow("params may not name messages");
    expect(() => version({ api: "responses", confidence: "logprobs" })).toThrow("no log probabilities");
    expect(() => version({ maxSteps: 0 })).toThrow("maxSteps");
  });

  test("claims no more than holds, and refuses a param that takes its confidence’s place", async () => {
    const agent = openaiAgent({ model: "m", instructions: "Decide.", baseURL: "http://127.0.0.1:1/v1", sealed: false });
    const wall = await agent.start?.(worldFor("/nowhere", { tools: desk.tools }));
    expect(isolationOf(agent, wall ?? undefined)).toBe("I1");
    expect(wall).toMatchObject({
      canary: [],
      open: ["the model at 127.0.0.1:1, which sees each case"],
      weaker: expect.any(String),
    });
    const { tools } = toolDesk({ actions: { rate: { params: z.object({ confidence: z.number() }) } } });
    await expect(agent.start?.(worldFor("/nowhere", { tools }))).rejects.toThrow("rate");
  });
});
