import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { AgentFailure, type Outgoing } from "../agent.ts";
import { chat, good, json, KEY, read, testBroker, testHost } from "../agents/brokerForTests.ts";
import type { CaseToolbox } from "../toolbox.ts";

/** Everything that a folder holds, as one text. */
function everythingIn(dir: string): string {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}

/** The official client, on an attempt's only way out. */
function openai(toolbox: CaseToolbox, baseURL: string): OpenAI {
  return new OpenAI({
    baseURL,
    apiKey: "placeholder",
    maxRetries: 0,
    fetch: async (url, init) => {
      const headers = Object.fromEntries(new Headers(init?.headers));
      const request = { method: init?.method ?? "GET", url: String(url), headers, body: String(init?.body ?? "") };
      const { status, headers: given, body } = await toolbox.send(request, init?.signal ?? undefined);
      return new Response(ReadableStream.from(body), { status, headers: given });
    },
  });
}

describe("a call that goes out", () => {
  test("comes back as the host answered it, with one step and its tokens", async () => {
    await using host = await testHost((response) =>
      json(response, good("fine"), 200, { "set-cookie": "a=b", "x-request-id": "r1" }),
    );
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    const answer = await toolbox.send(chat(host.baseURL));
    expect((await read(answer)).toString()).toBe(good("fine"));
    expect(answer).toMatchObject({ status: 200, headers: { "content-type": "application/json", "x-request-id": "r1" } });
    expect(answer.headers).not.toHaveProperty("set-cookie");
    expect(toolbox.steps).toEqual([
      {
        kind: "model",
        name: "POST /chat/completions",
        args: { model: "stub-1", key: expect.stringMatching(/^[0-9a-f]{32}$/) },
        answer: { status: 200, digest: expect.stringMatching(/^[0-9a-f]{64}$/), input: 10, output: 5 },
      },
    ]);
    expect(toolbox.used).toEqual([{ model: "stub-1", calls: 1, input: 10, cached: 0, output: 5 }]);
    expect(desk.broker.spent()).toMatchObject({ calls: 1, input: 10, output: 5, unknown: 0, cost: null });
  });

  test("carries the broker's key and nothing of what the agent put beside the body", async () => {
    await using host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL);
    const request = chat(host.baseURL);
    await desk
      .toolbox()
      .send({ ...request, headers: { authorization: "Bearer theirs", "openai-beta": "tools=v9", cookie: "c" } });
    expect(host.seen.headers[0]).toMatchObject({ authorization: `Bearer ${KEY}`, "content-type": "application/json" });
    expect(Object.keys(host.seen.headers[0] ?? {})).not.toEqual(expect.arrayContaining(["openai-beta"]));
    expect(Object.keys(host.seen.headers[0] ?? {})).not.toEqual(expect.arrayContaining(["cookie"]));
  });

  test("goes out as it was looked at, whatever a member is named twice for", async () => {
    await using host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL);
    const body = '{"tools":[{"type":"web_search"}],"model":"m","messages":[],"tools":[]}';
    await desk.toolbox().send({ ...chat(host.baseURL), body });
    expect(host.seen.bodies).toEqual(['{"tools":[],"model":"m","messages":[]}']);
  });

  test("is found behind the loopback address of a program in a sandbox", async () => {
    await using host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL);
    expect((await desk.toolbox().send(chat("http://127.0.0.1:8123/v1"))).status).toBe(200);
  });

  test("passes an error of the request on, for the agent to make the best of", async () => {
    await using host = await testHost((response) => json(response, '{"error":{"message":"too long"}}', 400));
    await using desk = await testBroker(host.baseURL);
    const answer = await desk.toolbox().send(chat(host.baseURL));
    expect(answer.status).toBe(400);
    expect(host.seen.total).toBe(1);
    expect(desk.broker.spent()).toMatchObject({ calls: 0 });
  });
});

describe("the official client", () => {
  test("works unchanged", async () => {
    await using host = await testHost((response) => json(response, good("fine")));
    await using desk = await testBroker(host.baseURL);
    const client = openai(desk.toolbox(), host.baseURL);
    const answer = await client.chat.completions.create({ model: "stub-1", messages: [{ role: "user", content: "hello" }] });
    expect(answer.choices[0]?.message.content).toBe("fine");
  });

  test("gets a stream in parts while it comes", async () => {
    let send: ((text: string | null) => void) | undefined;
    await using host = await testHost((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      send = (text) => {
        const choices = text === null ? [] : [{ index: 0, delta: { content: text } }];
        response.write(`data: ${JSON.stringify({ choices, ...(text === null ? { usage: USED } : {}) })}\n\n`);
        if (text === null) response.end("data: [DONE]\n\n");
      };
      send("one");
    });
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    const client = openai(toolbox, host.baseURL);
    const stream = await client.chat.completions.create({ model: "stub-1", messages: [], stream: true });
    const said: string[] = [];
    for await (const part of stream) {
      const text = part.choices[0]?.delta.content;
      if (text == null) continue;
      said.push(text);
      // The host goes on only once the first part has arrived here: nothing waited for the whole.
      send?.(said.length === 1 ? "two" : null);
    }
    expect(said).toEqual(["one", "two"]);
    expect(toolbox.steps).toMatchObject([{ kind: "model", answer: { status: 200, input: 7, output: 3 } }]);
    expect(desk.broker.spent()).toMatchObject({ calls: 1, input: 7, output: 3, unknown: 0 });
  });
});

const USED = { prompt_tokens: 7, completion_tokens: 3 };

describe("what is let through", () => {
  const elsewhere: readonly [string, Partial<Outgoing>][] = [
    ["another host", { url: "https://example.org/v1/chat/completions" }],
    ["another port", { url: "http://127.0.0.1:1/v1/chat/completions" }],
    ["another path of the host", { url: "/files" }],
    ["a way round through dots", { url: "/chat/completions/../../../files" }],
    ["a query", { url: "/chat/completions?to=elsewhere" }],
    ["another method", { method: "DELETE" }],
    ["no address at all", { url: "chat" }],
    ["a file", { url: "file:///etc/passwd" }],
  ];

  test.each(elsewhere)("not %s: refused, listed, and the agent goes on", async (_, more) => {
    await using host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    const request = { ...chat(host.baseURL), ...more };
    if (request.url.startsWith("/")) request.url = host.baseURL + request.url;
    const answer = await toolbox.send(request);
    expect(answer.status).toBe(403);
    expect(JSON.parse((await read(answer)).toString())).toMatchObject({ error: { type: "earnest_refused", code: "network" } });
    expect(toolbox.breaches).toMatchObject([{ kind: "network", times: 1 }]);
    expect(toolbox.steps).toMatchObject([{ kind: "model", source: "refused", answer: { status: 403 } }]);
    expect(host.seen.total).toBe(0);
    expect((await toolbox.send(chat(host.baseURL))).status).toBe(200);
  });

  test("not a provider's own tool: refused, listed, and never sent", async () => {
    await using host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    const mcp = { type: "mcp", server_label: "x", server_url: "https://example.org", require_approval: "never" };
    const answer = await toolbox.send(chat(host.baseURL, "hello", { tools: [mcp] }));
    expect(answer.status).toBe(403);
    expect(toolbox.breaches).toEqual([{ kind: "model-tool", target: "POST /chat/completions: tool mcp", times: 1 }]);
    expect(host.seen.total).toBe(0);
  });

  test("not what is no JSON: told so, as a host would", async () => {
    await using host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    expect((await toolbox.send({ ...chat(host.baseURL), body: "{" })).status).toBe(400);
    expect(toolbox.breaches).toEqual([]);
    expect(host.seen.total).toBe(0);
  });

  test("too many calls: the attempt is cut", async () => {
    await using host = await testHost((response) => json(response, good()));
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    for (let i = 0; i < 1_000; i++) await toolbox.send({ ...chat(host.baseURL), url: `https://example.org/${i}` });
    await expect(toolbox.send(chat(host.baseURL))).rejects.toMatchObject({ code: "cut" });
  });
});

describe("the key", () => {
  test("is nowhere but on its way, even where the host repeats it", async () => {
    await using host = await testHost((response, _, nth) => {
      if (nth === 1)
        return json(response, JSON.stringify({ error: { message: `wrong key ${KEY}` } }), 400, { "x-request-id": KEY });
      if (nth === 2) return json(response, KEY, 500);
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(`data: {"said":"${KEY.slice(0, 9)}`);
      setImmediate(() => response.end(`${KEY.slice(9)}"}\n\n`));
    });
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    const first = await toolbox.send(chat(host.baseURL, "1"));
    const second = await toolbox.send(chat(host.baseURL, "2"));
    const bodies = `${await read(first)} ${await read(second)} ${JSON.stringify([first.headers, second.headers])}`;
    expect(bodies).toContain('{"said":"[key]"}');
    await desk.broker.close();
    const told = `${bodies} ${JSON.stringify([toolbox.steps, toolbox.breaches, desk.notices, desk.halts])} ${everythingIn(desk.dir)}`;
    expect(told).not.toContain(KEY);
    expect(told).not.toContain(KEY.slice(4));
  });
});

describe("answers of all kinds", () => {
  test("a big one is passed on whole", async () => {
    const text = "x".repeat(50 * 1024 * 1024);
    await using host = await testHost((response) => json(response, good(text)));
    await using desk = await testBroker(host.baseURL, { callTimeout: 30_000 });
    const body = await read(await desk.toolbox().send(chat(host.baseURL)));
    expect(body.length).toBe(good(text).length);
    expect(desk.broker.spent()).toMatchObject({ calls: 1, input: 10 });
  });

  test("one beyond all bounds is cut, and asked for once only", async () => {
    await using host = await testHost((response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const part = Buffer.alloc(1024 * 1024, "x");
      const more = () => {
        while (!response.destroyed && response.write(part));
      };
      response.on("drain", more);
      more();
    });
    await using desk = await testBroker(host.baseURL, { callTimeout: 30_000 });
    const toolbox = desk.toolbox();
    await expect(toolbox.send(chat(host.baseURL))).rejects.toThrow("longer than 64 MB");
    expect(host.seen.total).toBe(1);
    expect(toolbox.ended).toMatchObject({ code: "model-error" });
  });

  test("bytes that are no text come back as they are, live and from the record", async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('\\u001b[31m"}')]);
    await using host = await testHost((response) => json(response, bytes as unknown as string));
    await using desk = await testBroker(host.baseURL);
    expect((await read(await desk.toolbox().send(chat(host.baseURL)))).equals(bytes)).toBe(true);
    await desk.broker.close();
    await using later = await testBroker(host.baseURL, { dir: desk.dir });
    expect((await read(await later.toolbox().send(chat(host.baseURL)))).equals(bytes)).toBe(true);
    expect(host.seen.total).toBe(1);
  });

  test("a packed one is unpacked, and a packed bomb is cut", async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));
    await using host = await testHost((response, _, nth) => {
      const body = nth === 1 ? gzipSync(good("packed")) : bomb;
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end(body);
    });
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    expect((await read(await toolbox.send(chat(host.baseURL, "1")))).toString()).toBe(good("packed"));
    await expect(toolbox.send(chat(host.baseURL, "2"))).rejects.toThrow("longer than 64 MB");
  });

  const broken: readonly [string, Parameters<typeof testHost>[0]][] = [
    [
      "a page with a good status",
      (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<h1>Back soon</h1>"),
    ],
    ["an empty body", (response) => void response.writeHead(200, { "content-type": "application/json" }).end()],
    ["an empty stream", (response) => void response.writeHead(200, { "content-type": "text/event-stream" }).end()],
    [
      "chunked garbage",
      (response) => void response.socket?.end("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nno\r\n"),
    ],
    ["no HTTP at all", (response) => void response.socket?.end("\u001b[31mhello\r\n\r\n")],
    [
      "half a body",
      (response) => void response.writeHead(200, { "content-length": "100" }).write("{", () => response.socket?.destroy()),
    ],
    ["a reset", (response) => void response.socket?.resetAndDestroy()],
    ["a packing that is none", (response) => void response.writeHead(200, { "content-encoding": "gzip" }).end("not packed")],
    ["too much to do", (response) => json(response, "{}", 529)],
  ];

  test.each(broken)("%s is asked for again", async (_, answer) => {
    await using host = await testHost((response, body, nth, request) => {
      if (nth < 3) answer(response, body, nth, request);
      else json(response, good("at last"));
    });
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    expect((await read(await toolbox.send(chat(host.baseURL)))).toString()).toBe(good("at last"));
    expect(host.seen.total).toBe(3);
    expect(toolbox.steps).toHaveLength(1);
  });

  test.each(broken)("%s for good fails the attempt, and stays off the record", async (_, answer) => {
    await using host = await testHost(answer);
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    await expect(toolbox.send(chat(host.baseURL))).rejects.toBeInstanceOf(AgentFailure);
    expect(toolbox.ended).toMatchObject({
      code: "model-error",
      message: expect.stringMatching(/^the model could not be reached: /),
    });
    expect(toolbox.steps).toEqual([]);
    expect(host.seen.total).toBe(4);
    expect(desk.halts).toEqual([]);
    await desk.broker.close();
    expect(everythingIn(desk.dir)).not.toContain('"exchange"');
  });

  test("one that drips is no better than none: the time counts to the last byte", async () => {
    await using host = await testHost((response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => response.write(" "), 10);
      response.once("close", () => clearInterval(drip));
    });
    await using desk = await testBroker(host.baseURL, { callTimeout: 150, retries: 0 });
    await expect(desk.toolbox().send(chat(host.baseURL))).rejects.toThrow("did not answer within 0.15 s");
  });

  test("a stream that breaks off ends the call as failed, and is not begun again", async () => {
    await using host = await testHost((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: {}\n\n", () => response.socket?.destroy());
    });
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    const answer = await toolbox.send(chat(host.baseURL));
    await expect(read(answer)).rejects.toMatchObject({ code: "model-error" });
    expect(toolbox.ended).toMatchObject({ code: "model-error" });
    expect(host.seen.total).toBe(1);
    await desk.broker.close();
    expect(everythingIn(desk.dir)).not.toContain('"exchange"');
  });

  test("a stream that the agent leaves ends at the host too, and the record says so", async () => {
    const gone = Promise.withResolvers<void>();
    await using host = await testHost((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: {}\n\n");
      response.once("close", () => gone.resolve());
    });
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    for await (const _ of (await toolbox.send(chat(host.baseURL))).body) break;
    await gone.promise;
    expect(toolbox.steps).toMatchObject([{ kind: "model", answer: { status: 200, left: true } }]);
    expect(toolbox.ended).toBeUndefined();
    await desk.broker.close();
    expect(everythingIn(desk.dir)).toContain('"left":true');
  });
});

describe("an agent that gives a call up", () => {
  test("ends it at the host, and may ask again", async () => {
    const gone = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    await using host = await testHost((response, _, nth) => {
      if (nth > 1) return json(response, good());
      response.once("close", () => gone.resolve());
      asked.resolve();
    });
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    const abort = new AbortController();
    const first = toolbox.send(chat(host.baseURL), abort.signal);
    await asked.promise;
    abort.abort(new Error("enough"));
    await expect(first).rejects.toThrow("enough");
    await gone.promise;
    await toolbox.send(chat(host.baseURL));
    expect(toolbox.ended).toBeUndefined();
    await desk.broker.close();
    // What was asked again is the same question: a replay that gives nothing up finds it at once.
    await using later = await testBroker(host.baseURL, { dir: desk.dir });
    await later.toolbox().send(chat(host.baseURL));
    expect(host.seen.total).toBe(2);
  });

  test("is let go of when the broker closes", async () => {
    const asked = Promise.withResolvers<void>();
    await using host = await testHost(() => asked.resolve());
    await using desk = await testBroker(host.baseURL, { callTimeout: 60_000 });
    const hanging = desk.toolbox().send(chat(host.baseURL));
    const failed = expect(hanging).rejects.toBeInstanceOf(AgentFailure);
    await asked.promise;
    await desk.broker.close();
    await failed;
  });
});
