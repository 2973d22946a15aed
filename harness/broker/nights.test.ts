import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Agent, AgentFailure } from "../agent.ts";
import { chat, good, json, KEY, read, testBroker, testHost } from "../agents/brokerForTests.ts";
import { bareDesk } from "../agents/forTests.ts";
import type { PriceTable } from "../budget/prices.ts";
import { parseCase } from "../case.ts";
import { EarnestError } from "../errors.ts";
import { replay } from "../replay.ts";
import { stubModel } from "./stubModel.ts";

const PRICES: PriceTable = { currency: "EUR", models: { "stub-1": { input: 1_000, output: 1_000 } } };

describe("a host that has too much to do", () => {
  test("is asked again when it said it would be there, and no sooner", async () => {
    const at: number[] = [];
    await using host = await testHost((response, _, nth) => {
      at.push(performance.now());
      if (nth === 1) json(response, "{}", 429, { "retry-after-ms": "120" });
      else if (nth === 2) json(response, "{}", 500, { "retry-after": "0.1" });
      else json(response, good());
    });
    await using desk = await testBroker(host.baseURL);
    expect((await desk.toolbox().send(chat(host.baseURL))).status).toBe(200);
    const [first = 0, second = 0, third = 0] = at;
    expect(second - first).toBeGreaterThanOrEqual(119);
    expect(third - second).toBeGreaterThanOrEqual(99);
  });

  test("keeps everybody waiting while it says that none is left", async () => {
    const at: number[] = [];
    await using host = await testHost((response) => {
      at.push(performance.now());
      json(response, good(), 200, { "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "100ms" });
    });
    await using desk = await testBroker(host.baseURL, { concurrency: 1 });
    await Promise.all([1, 2, 3].map((i) => desk.toolbox().send(chat(host.baseURL, String(i)))));
    const [first = 0, second = 0, third = 0] = at;
    expect(second - first).toBeGreaterThanOrEqual(99);
    expect(third - second).toBeGreaterThanOrEqual(99);
  });

  test.each([
    [429, { "retry-after": "7200" }],
    [503, { "retry-after": "7200" }],
    [429, { "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "2h" }],
  ])("that asks to wait for hours (%i, %j) stops the run until later", async (status, headers) => {
    await using host = await testHost((response) => json(response, "{}", status, headers as Record<string, string>));
    await using desk = await testBroker(host.baseURL);
    await expect(desk.toolbox().send(chat(host.baseURL))).rejects.toThrow("the run was stopped");
    expect(desk.halts).toMatchObject([
      {
        code: "LIMIT_REACHED",
        message: expect.stringContaining("asks to wait 120 minutes"),
        next: expect.stringContaining("--resume"),
      },
    ]);
    expect(host.seen.total).toBe(1);
  });

  test.each([["86400"], [String(2_000_000_000)]])(
    "that says none is left until %s, and answers all the same, is asked on",
    async (reset) => {
      const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
      await using host = await testHost((response) => json(response, good(), 200, headers));
      await using desk = await testBroker(host.baseURL);
      for (const id of ["a", "b"]) expect((await desk.toolbox(id).send(chat(host.baseURL, id))).status).toBe(200);
    },
  );

  test("that makes an attempt wait takes no time from it, whoever keeps that time", async () => {
    await using host = await testHost((response, body, nth) => {
      if (nth === 1) json(response, "{}", 429, { "retry-after-ms": "700" });
      else if (nth === 2) json(response, "{}", 500, { "retry-after": "0.7" });
      else json(response, good(body));
    });
    await using desk = await testBroker(host.baseURL, { concurrency: 1 });
    const asks: Agent = {
      name: "asks",
      version: "1",
      seam: "tools",
      isolation: "I0",
      async propose({ id }, toolbox, signal) {
        await read(await toolbox.send(chat(host.baseURL, id), signal));
        return { kind: "act", actions: [] };
      },
    };
    const told = await Promise.all(
      ["a", "b"].map((id) => {
        const parsed = parseCase({ id, input: null, decisions: [{ actions: [] }] });
        if ("faults" in parsed) throw new Error("the case is broken");
        const clock = () => performance.now();
        return replay(asks, parsed.case, {
          attempts: 1,
          timeout: 1_200,
          clock,
          desk: bareDesk,
          exchanges: desk.broker.exchanges,
        });
      }),
    );
    expect(host.seen.total).toBe(4);
    for (const observations of told) {
      expect(observations).toMatchObject([{ kind: "proposed" }]);
      expect(observations?.[0]?.ms).toBeLessThan(1_200);
    }
  });

  test("is named to the person who has to wait long for it, once", async () => {
    await using host = await testHost((response) => json(response, "{}", 429, { "retry-after": "30" }));
    const told = Promise.withResolvers<string>();
    await using desk = await testBroker(host.baseURL, { notice: told.resolve });
    const gone = new AbortController();
    const answer = desk.toolbox().send(chat(host.baseURL), gone.signal);
    expect(await told.promise).toMatch(/^http:\/\/127.* asks to wait 30 s/);
    gone.abort(new Error("enough"));
    await expect(answer).rejects.toThrow("enough");
  });
});

describe("any sequence of faults", () => {
  type Fault = "good" | "429" | "500" | "reset" | "hang" | "page" | "broken stream" | "stream" | "empty";
  const faults: readonly Fault[] = ["good", "429", "500", "reset", "hang", "page", "broken stream", "stream", "empty"];

  test("each call ends as exactly one answer or one failure, and never are more calls under way than allowed", async () => {
    let script: readonly Fault[] = [];
    const asked = new Map<string, number>();
    await using host = await testHost((response, body) => {
      const n = asked.get(body) ?? 0;
      asked.set(body, n + 1);
      const { messages } = JSON.parse(body) as { messages: [{ content: string }] };
      const fault = script[(Number(messages[0].content) + n * 7) % script.length];
      if (fault === "good") return json(response, good());
      if (fault === "429") return json(response, "{}", 429, { "retry-after-ms": "1" });
      if (fault === "500") return json(response, "oops", 500);
      if (fault === "reset") return void response.socket?.resetAndDestroy();
      if (fault === "page") return void response.writeHead(200, { "content-type": "text/html" }).end("<p>");
      if (fault === "empty") return void response.end();
      if (fault === "hang") return undefined;
      response.writeHead(200, { "content-type": "text/event-stream" }).write("data: {}\n\n", () => {
        if (fault === "stream") response.end("data: [DONE]\n\n");
        else response.socket?.destroy();
      });
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...faults), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 4 }),
        async (given, concurrency) => {
          script = given;
          asked.clear();
          host.seen.peak = 0;
          await using desk = await testBroker(host.baseURL, { concurrency, callTimeout: 30, retries: 1, backoff: 1 });
          const ends = await Promise.all(
            Array.from({ length: 12 }, async (_, i) => {
              const toolbox = desk.toolbox(String(i));
              try {
                await read(await toolbox.send(chat(host.baseURL, String(i))));
                return { told: "answer", toolbox } as const;
              } catch (error) {
                return { told: error instanceof AgentFailure ? "failure" : String(error), toolbox } as const;
              }
            }),
          );
          for (const { told, toolbox } of ends) {
            expect(["answer", "failure"]).toContain(told);
            if (desk.halts.length > 0) continue;
            expect(toolbox.steps).toHaveLength(told === "answer" ? 1 : 0);
            expect(toolbox.ended?.code).toBe(told === "answer" ? undefined : "model-error");
          }
          expect(desk.halts.length).toBeLessThanOrEqual(1);
          expect(host.seen.peak).toBeLessThanOrEqual(concurrency);
        },
      ),
      { numRuns: 40, seed: 7 },
    );
  }, 240_000);
});

describe("an ordinary night", () => {
  test("500 calls to a model that refuses, breaks and hangs: each answered, each counted once", async () => {
    const faults = { "429": 0.1, "500": 0.05, "503": 0.02, reset: 0.02, cut: 0.02, hang: 0.01 };
    const model = await stubModel({ key: KEY, faults, depth: 2, retryAfter: 20 });
    try {
      await using desk = await testBroker(model.baseURL, {
        concurrency: 32,
        // Long beside what an answer takes on a busy machine: only what hangs may run into it.
        callTimeout: 1_000,
        retries: 5,
        limits: { cost: 1_000 },
        prices: PRICES,
      });
      await desk.broker.preflight();
      const statuses = await Promise.all(
        Array.from({ length: 500 }, async (_, i) => {
          const answer = await desk.toolbox(String(i)).send(chat(model.baseURL, `case ${i}`));
          JSON.parse((await read(answer)).toString());
          return answer.status;
        }),
      );
      expect(new Set(statuses)).toEqual(new Set([200]));
      expect(Object.values(model.seen.faults).reduce((a, b) => a + b, 0)).toBeGreaterThan(100);
      expect(Object.values(model.seen.contents).every(({ answered }) => answered === 1)).toBe(true);
      expect(model.seen.peak).toBeLessThanOrEqual(32);
      expect(model.seen.authorizations).toEqual([`Bearer ${KEY}`]);
      expect(desk.broker.spent()).toMatchObject({ calls: 500, unknown: 0, unpriced: [] });
      expect(desk.broker.spent().cost).toBeGreaterThan(0);
    } finally {
      await model.close();
    }
  });
});

describe("a host that dies", () => {
  test("is found dead by the fifth call in a row that comes to nothing, and none of them is held against anybody", async () => {
    await using host = await testHost((response) => json(response, "{}", 500));
    await using desk = await testBroker(host.baseURL, { retries: 1 });
    const ended: string[] = [];
    const toolboxes = Array.from({ length: 8 }, (_, i) => desk.toolbox(String(i)));
    await Promise.all(
      toolboxes.map(async (toolbox, i) => {
        await toolbox.send(chat(host.baseURL, String(i))).catch(() => undefined);
        // Whoever hears of a failure hears of the end of the run before.
        ended.push(desk.halts.length === 1 ? "after" : "before");
      }),
    );
    expect(desk.halts).toMatchObject([{ code: "ENDPOINT_UNREACHABLE" }]);
    expect(ended).toEqual(Array(8).fill("after"));
    expect(desk.halts[0]?.message).toContain("it answered 500");
    await expect(desk.toolbox("later").send(chat(host.baseURL))).rejects.toThrow("the run was stopped");
  });

  test("is found dead at once by who is alone, when it is not there at all", async () => {
    const host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL, { concurrency: 1, retries: 1 });
    await desk.toolbox().send(chat(host.baseURL));
    await host[Symbol.asyncDispose]();
    const toolbox = desk.toolbox();
    await expect(toolbox.send(chat(host.baseURL, "2"))).rejects.toBeInstanceOf(AgentFailure);
    expect(desk.halts).toMatchObject([{ code: "ENDPOINT_UNREACHABLE", message: expect.stringContaining("ECONNREFUSED") }]);
  });

  test("is not dead because one request never works", async () => {
    await using host = await testHost((response, body) =>
      body.includes("poison") ? json(response, "{}", 500) : json(response, good()),
    );
    await using desk = await testBroker(host.baseURL, { retries: 1 });
    for (let i = 0; i < 8; i++) {
      const poisoned = desk.toolbox("bad");
      await expect(poisoned.send(chat(host.baseURL, "poison"))).rejects.toThrow("it answered 500");
      expect(poisoned.ended).toMatchObject({ code: "model-error" });
      await desk.toolbox(String(i)).send(chat(host.baseURL, String(i)));
    }
    expect(desk.halts).toEqual([]);
  });

  test("is dead when it takes the key no more, without asking it twice", async () => {
    await using host = await testHost((response) => json(response, "{}", 401));
    await using desk = await testBroker(host.baseURL);
    await Promise.all(
      [1, 2, 3, 4, 5].map((i) =>
        desk
          .toolbox()
          .send(chat(host.baseURL, String(i)))
          .catch(() => undefined),
      ),
    );
    expect(desk.halts).toMatchObject([
      { code: "ENDPOINT_UNREACHABLE", message: expect.stringContaining("it refuses the key (401)") },
    ]);
    expect(host.seen.total).toBe(5);
  });
});

describe("before the first case", () => {
  test("a host that is there is enough, whatever it says of a list of models", async () => {
    await using host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL);
    await desk.broker.preflight();
  });

  test("a dead host is found", async () => {
    await using desk = await testBroker("http://127.0.0.1:9/v1", { retries: 1 });
    await expect(desk.broker.preflight()).rejects.toMatchObject({ code: "ENDPOINT_UNREACHABLE" });
  });

  test("a missing key is found, and its variable named", async () => {
    await using desk = await testBroker("http://127.0.0.1:9/v1", { key: () => undefined });
    await expect(desk.broker.preflight()).rejects.toMatchObject({ code: "KEY_MISSING", message: "TEST_KEY is not set" });
  });

  test("a key that cannot be one is found, and not repeated", async () => {
    await using desk = await testBroker("http://127.0.0.1:9/v1", { key: () => "sk-1\nx" });
    await expect(desk.broker.preflight()).rejects.toMatchObject({
      code: "KEY_MISSING",
      message: expect.not.stringContaining("sk-1"),
    });
  });

  test("a key too short to be taken out of answers is said", async () => {
    await using host = await testHost((response) => json(response, good("SPKI")));
    await using desk = await testBroker(host.baseURL, { key: () => "PK" });
    await desk.broker.preflight();
    expect(desk.notices).toEqual([expect.stringContaining("The key in TEST_KEY is too short to be looked for")]);
    expect((await read(await desk.toolbox().send(chat(host.baseURL)))).toString()).toContain("SPKI");
  });

  test("a host that wants no key gets none", async () => {
    await using host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL, { hosts: [{ baseURL: host.baseURL, key: "" }], key: () => undefined });
    await desk.broker.preflight();
    await desk.toolbox().send(chat(host.baseURL));
    expect(host.seen.headers[0]).not.toHaveProperty("authorization");
  });

  test("a model without a price is found where its cost is limited and its name is known", async () => {
    const hosts = [{ baseURL: "http://127.0.0.1:9/v1", key: "TEST_KEY", models: ["stub-1-2026-01-02", "stub-2"] }];
    await using desk = await testBroker("", { hosts, limits: { cost: 1 }, prices: PRICES });
    await expect(desk.broker.preflight()).rejects.toMatchObject({
      code: "PRICE_MISSING",
      message: expect.stringContaining("stub-2 has no price"),
    });
  });

  test("a limit of cost without any prices is found", async () => {
    await using desk = await testBroker("http://127.0.0.1:9/v1", { limits: { cost: 1 } });
    await expect(desk.broker.preflight()).rejects.toMatchObject({ code: "PRICE_MISSING" });
  });
});

describe("a limit", () => {
  /** Each call takes 10 and 5 tokens: 0.015. */
  const ask = async (desk: Awaited<ReturnType<typeof testBroker>>, baseURL: string, from: number, n: number) =>
    (await Promise.allSettled(Array.from({ length: n }, (_, i) => desk.toolbox().send(chat(baseURL, String(from + i)))))).filter(
      ({ status }) => status === "fulfilled",
    ).length;

  test.each([
    [{ cost: 0.15 }, 10],
    [{ cost: 0.16 }, 10],
    [{ tokens: 150 }, 10],
    [{ tokens: 149 }, 9],
    [{ tokens: 0 }, 0],
  ])("of %j lets %i calls out, though many ask at once", async (limits, calls) => {
    await using host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL, { limits, prices: PRICES });
    expect(await ask(desk, host.baseURL, 0, 30)).toBe(calls);
    expect(host.seen.total).toBe(calls);
    expect(desk.halts).toMatchObject([{ code: "LIMIT_REACHED" }]);
    expect(desk.broker.spent()).toMatchObject({ calls, currency: "EUR" });
  });

  test("is told of at 50, 75 and 90 %, once each", async () => {
    await using host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL, { limits: { tokens: 300 } });
    for (let i = 0; i < 20; i++) await ask(desk, host.baseURL, i, 1);
    expect(desk.notices).toEqual([
      "50% of the limit is used: 150 of 300 tokens",
      "75% of the limit is used: 225 of 300 tokens",
      "90% of the limit is used: 270 of 300 tokens",
    ]);
  });

  test("counts what the run took before it was cut off, once", async () => {
    await using host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL, { limits: { cost: 0.15 }, prices: PRICES });
    await ask(desk, host.baseURL, 0, 6);
    await desk.broker.close();
    for (const _ of [1, 2]) {
      await using later = await testBroker(host.baseURL, { dir: desk.dir, limits: { cost: 0.15 }, prices: PRICES });
      expect(later.broker.spent()).toMatchObject({ calls: 6, cost: expect.closeTo(0.09) });
      // The same calls again are played, and cost nothing.
      expect(await ask(later, host.baseURL, 0, 6)).toBe(6);
      expect(later.broker.spent()).toMatchObject({ calls: 6, cost: expect.closeTo(0.09) });
    }
    await using last = await testBroker(host.baseURL, { dir: desk.dir, limits: { cost: 0.15 }, prices: PRICES });
    expect(await ask(last, host.baseURL, 100, 30)).toBe(4);
    expect(host.seen.total).toBe(10);
  });

  test("of cost sends nothing to a model without a price", async () => {
    await using host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL, { limits: { cost: 1 }, prices: { currency: "EUR", models: {} } });
    await expect(desk.toolbox().send(chat(host.baseURL))).rejects.toThrow("the run was stopped");
    expect(desk.halts).toMatchObject([{ code: "PRICE_MISSING", message: expect.stringContaining("stub-1 has no price") }]);
    expect(host.seen.total).toBe(0);
  });

  test.each([
    ["{}"],
    ['{"usage":{"prompt_tokens":-5,"completion_tokens":1}}'],
    ['{"usage":{"prompt_tokens":"1","completion_tokens":0.5}}'],
  ])("holds for calls that do not say what they took, at an upper estimate that is said once: %s", async (answer) => {
    await using host = await testHost((response) => json(response, answer));
    await using desk = await testBroker(host.baseURL, { limits: { tokens: 200 } });
    const calls = await ask(desk, host.baseURL, 0, 30);
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThan(7);
    const each = Math.ceil(Buffer.byteLength(chat(host.baseURL, "0").body) / 2) + Math.ceil(answer.length / 2);
    const spent = desk.broker.spent();
    expect(spent).toMatchObject({ calls, unknown: calls });
    expect(spent.input + spent.output).toBeLessThanOrEqual(calls * (each + 1));
    expect(spent.input + spent.output).toBeLessThanOrEqual(200);
    expect(desk.notices.filter((one) => one.includes("upper estimate"))).toHaveLength(1);
    expect(desk.halts).toMatchObject([{ code: "LIMIT_REACHED" }]);
  });

  test("holds for streams that are left, and goes on counting them when the run is resumed", async () => {
    await using host = await testHost((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).write('data: {"choices":[{"delta":{"content":"x"}}]}\n\n');
    });
    await using desk = await testBroker(host.baseURL, { limits: { tokens: 1_000 } });
    let left = 0;
    for (let i = 0; i < 30 && desk.halts.length === 0; i++) {
      const toolbox = desk.toolbox(String(i));
      const answer = await toolbox.send(chat(host.baseURL, "hello", { stream: true, max_tokens: 400 })).catch(() => undefined);
      if (answer === undefined) break;
      for await (const _ of answer.body) break;
      left++;
    }
    expect(left).toBe(2);
    await desk.broker.close();
    await using again = await testBroker(host.baseURL, { dir: desk.dir, limits: { tokens: 1_000 } });
    const { calls, unknown, output } = again.broker.spent();
    expect({ calls, unknown, output }).toEqual({ calls: 2, unknown: 2, output: 800 });
  });

  test("sees what a stream took, and the agent sees the stream it asked for, live and played", async () => {
    const words = 'data: {"choices":[{"delta":{"content":"x"}}]}\n\n';
    const usage = 'data: {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5}}\n\n';
    await using host = await testHost((response, body) => {
      const asked = (JSON.parse(body) as { stream_options?: { include_usage?: boolean } }).stream_options?.include_usage === true;
      response.writeHead(200, { "content-type": "text/event-stream" }).end(`${words}${asked ? usage : ""}data: [DONE]\n\n`);
    });
    await using desk = await testBroker(host.baseURL);
    const told = async (more: object) =>
      (await read(await desk.toolbox().send(chat(host.baseURL, "hello", { stream: true, ...more })))).toString();
    expect(await told({})).toBe(`${words}data: [DONE]\n\n`);
    expect(desk.broker.spent()).toMatchObject({ calls: 1, unknown: 0, input: 10, output: 5 });
    expect(await told({ stream_options: { include_usage: true } })).toBe(`${words}${usage}data: [DONE]\n\n`);
    await desk.broker.close();
    await using played = await testBroker("http://127.0.0.1:9/v1", {
      cassette: { path: `${desk.dir}/cassette`, replay: "strict" },
    });
    const again = await played.toolbox().send(chat("http://127.0.0.1:9/v1", "hello", { stream: true }));
    expect((await read(again)).toString()).toBe(`${words}data: [DONE]\n\n`);
  });

  test("halts with an error that says how to go on", async () => {
    await using host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL, { limits: { tokens: 1 } });
    await ask(desk, host.baseURL, 0, 3);
    const [error] = desk.halts;
    expect(error).toBeInstanceOf(EarnestError);
    expect(error).toMatchObject({
      message: "the limit is reached: 15 of 1 token, and the next call might pass it",
      next: expect.stringContaining("--resume"),
    });
  });
});
