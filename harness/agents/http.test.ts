import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { parseCase } from "../case.ts";
import { type Observation, replay } from "../replay.ts";
import type { ToolDesk } from "../toolbox.ts";
import { bareDesk, worldFor } from "./forTests.ts";
import { type HttpOptions, http } from "./http.ts";

interface Asked {
  readonly case: { readonly id: string };
  readonly tools: unknown;
  readonly calls: { readonly url: string; readonly token: string };
}

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

type Handle = (asked: Asked, response: ServerResponse, request: IncomingMessage) => Promise<void> | void;

async function serving(handle: Handle): Promise<string> {
  const server = createServer(async (request, response) => {
    response.on("error", () => undefined);
    if (request.method !== "POST") return void response.writeHead(405).end();
    const asked = JSON.parse(Buffer.concat(await request.toArray()).toString("utf8")) as Asked;
    // Once the attempt is over nobody answers its calls any more.
    await Promise.resolve(handle(asked, response, request)).catch(() => response.destroy());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/agent`;
}

async function ask(
  url: string,
  { timeout = 10_000, desk = bareDesk, ...more }: Partial<HttpOptions> & { timeout?: number; desk?: ToolDesk } = {},
): Promise<Observation> {
  const agent = http(url, { name: "far", version: "1", ...more });
  const read = parseCase({
    id: "a",
    input: { text: "hello" },
    decisions: [{ actions: [] }],
    reads: [{ tool: "look", args: {}, answer: 7 }],
  });
  if ("faults" in read) throw new Error("unreadable");
  const wall = await agent.start?.(worldFor("unused"));
  try {
    expect(wall).toMatchObject({ isolation: "I1", residual: expect.stringContaining("Other side effects cannot be excluded") });
    const [seen] = (await replay(agent, read.case, { attempts: 1, timeout, clock: () => 0, desk })) ?? [];
    if (seen === undefined) throw new Error("nothing was seen");
    return seen;
  } finally {
    await agent.stop?.();
  }
}

const call = (asked: Asked, body: unknown, token = asked.calls.token) =>
  fetch(asked.calls.url, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

test("is asked with the case, its tools and a place to call them, and answers with a proposal", async () => {
  const replies: unknown[] = [];
  const url = await serving(async (asked, response) => {
    const { case: one, tools } = asked;
    replies.push({ one, tools });
    for (const tool of ["look", "other"]) replies.push(await (await call(asked, { kind: "call", id: 1, tool, args: {} })).json());
    await call(asked, { kind: "note", step: { kind: "thought", answer: "hm" } });
    replies.push((await call(asked, "no json")).status, (await call(asked, { kind: "done" })).status);
    response.end(JSON.stringify({ kind: "proposal", case: "a", proposal: { kind: "escalate", because: "unsure" } }));
  });
  const seen = await ask(url);
  expect(seen).toMatchObject({ kind: "proposed", isolation: "I1", proposal: { kind: "escalate", because: "unsure" } });
  expect(seen.trace.steps.map(({ kind }) => kind)).toEqual(["read", "call", "thought"]);
  expect(replies).toEqual([
    { one: { id: "a", attempt: 1, input: { text: "hello" } }, tools: [] },
    { kind: "answer", id: 1, answer: 7 },
    { kind: "refused", id: 1, because: expect.stringContaining("no tool") },
    400,
    400,
  ]);
});

test("says by which agents an act came, with a call or in its answer", async () => {
  const url = await serving(async (asked, response) => {
    await call(asked, { kind: "call", tool: "pay", args: { n: 1, chain: ["planner", "payer"] } });
    const actions = [{ type: "note", chain: ["planner"] }];
    response.end(JSON.stringify({ kind: "proposal", proposal: { kind: "act", actions } }));
  });
  const pay = { name: "pay", kind: "write" as const, about: "Pay.", parameters: {} };
  expect(await ask(url, { desk: { ...bareDesk, tools: [pay] } })).toMatchObject({
    proposal: {
      actions: [
        { type: "pay", params: { n: 1 }, chain: ["planner", "payer"] },
        { type: "note", params: {}, chain: ["planner"] },
      ],
    },
  });
});

test("a call of an attempt that is over, or with another token, reaches nothing", async () => {
  const late: number[] = [];
  let first: Asked | undefined;
  const url = await serving(async (asked, response) => {
    late.push((await call(first ?? asked, { kind: "call", tool: "look" }, first?.calls.token ?? "guessed")).status);
    first = asked;
    response.end(JSON.stringify({ kind: "proposal", proposal: { kind: "abstain" } }));
  });
  expect((await ask(url)).trace.steps).toEqual([]);
  const agent = http(url, { name: "far", version: "1" });
  await agent.start?.(worldFor("unused"));
  first = undefined;
  for (const id of ["b", "c"]) {
    const read = parseCase({ id, input: null, decisions: [{ actions: [] }] });
    if ("faults" in read) throw new Error("unreadable");
    const seen = await replay(agent, read.case, { attempts: 1, timeout: 5_000, clock: () => 0, desk: bareDesk });
    expect(seen).toMatchObject([{ kind: "proposed", trace: { steps: [] } }]);
  }
  await agent.stop?.();
  expect(late).toEqual([401, 401, 401]);
});

test.each<[string, Handle, string, RegExp]>([
  [
    "an error of the server",
    (_, response) => void response.writeHead(503).end("\u001b[1mdown"),
    "threw",
    /status 503: U\+001B\[1mdown/,
  ],
  [
    "a redirect",
    (_, response) => void response.writeHead(307, { location: "http://127.0.0.1:1/" }).end(),
    "threw",
    /status 307 \(redirects are not followed\)/,
  ],
  ["no JSON", (_, response) => void response.end("<html>"), "unusable", /not JSON: <html>/],
  ["no UTF-8", (_, response) => void response.end(Buffer.from([0xff])), "unusable", /not UTF-8/],
  ["50 MB", (_, response) => void response.end(Buffer.alloc(50_000_000, 32)), "unusable", /longer than/],
  ["nothing", (_, response) => void response.end(), "unusable", /proposed nothing/],
  [
    "a call as the answer",
    (_, response) => void response.end('{"kind":"call","tool":"x"}'),
    "unusable",
    /a call, and not a proposal/,
  ],
  ["another case", (_, response) => void response.end('{"kind":"done","case":"b"}'), "unusable", /another case/],
  ["a broken connection", (_, response) => void response.destroy(), "threw", /did not answer/],
  [
    "half an answer",
    (_, response) => void response.writeHead(200, { "content-length": "100" }).write("{", () => response.destroy()),
    "threw",
    /did not answer/,
  ],
  ["silence", () => undefined, "timed-out", /within 0.3 s/],
])("%s is data", async (_, handle, code, because) => {
  const seen = await ask(await serving(handle), code === "timed-out" ? { timeout: 300 } : {});
  expect(seen).toMatchObject({ kind: "failed", code });
  expect(seen.kind === "failed" && seen.because).toMatch(because);
});

test("a call too many ends the attempt, whatever the server makes of it", async () => {
  const url = await serving(async (asked, response) => {
    for (let i = 0; i < 10; i++) await call(asked, { kind: "call", tool: "look" });
    response.end(JSON.stringify({ kind: "proposal", proposal: { kind: "abstain" } }));
  });
  expect(await ask(url)).toMatchObject({ kind: "failed", code: "cut" });
});

test("the key it wants comes from the environment, and stands in no failure", async () => {
  process.env["FAR_KEY"] = "far-secret-key";
  try {
    const url = await serving((_, response, request) => void response.writeHead(401).end(`no: ${request.headers.authorization}`));
    const seen = await ask(url, { token: "FAR_KEY" });
    expect(seen).toMatchObject({ code: "threw", because: "its server answered with status 401: no: Bearer [key]" });
    // Cut off in the middle of the key, what is left of it would not be known for it.
    const long = await serving((_, response) => void response.writeHead(500).end(`${"x".repeat(190)}far-secret-key`));
    expect(JSON.stringify(await ask(long, { token: "FAR_KEY" }))).not.toContain("far");
  } finally {
    delete process.env["FAR_KEY"];
  }
  const agent = http("http://127.0.0.1:1/", { name: "far", version: "1", token: "FAR_KEY" });
  await expect(agent.start?.(worldFor("unused"))).rejects.toMatchObject({ code: "KEY_MISSING" });
});

test("the key it wants stands in nothing that comes back, however it is spelt", async () => {
  const key = 'far "secret" key';
  process.env["FAR_KEY"] = key;
  const spelt = key.replaceAll("e", "\\u0065").replaceAll('"', '\\"');
  const act = `{"kind":"act","because":"${spelt}","actions":[{"type":"note","params":{"${spelt}":["${spelt}"]}}]}`;
  const answers = [
    `{"kind":"proposal","proposal":${act}}`,
    `not JSON: ${key}`,
    `{"kind":"nope","${spelt}":1}`,
    `{"kind":"${spelt}"}`,
    `{"${spelt}":1e999}`,
  ];
  try {
    const seen: Observation[] = [];
    for (const answer of answers) {
      const url = await serving(async (asked, response) => {
        await call(asked, `{"kind":"call","tool":"${spelt}","args":{"${spelt}":"${spelt}"}}`);
        await call(asked, `{"kind":"note","step":{"kind":"thought","answer":"${spelt}"}}`);
        response.end(answer);
      });
      seen.push(await ask(url, { token: "FAR_KEY" }));
    }
    expect(seen[0]).toMatchObject({
      proposal: { because: "[key]", actions: [{ params: { "[key]": ["[key]"] } }] },
      trace: { steps: [{ name: "[key]", args: { "[key]": "[key]" } }, { answer: "[key]" }] },
    });
    expect(seen.map(({ kind }) => kind)).toEqual(["proposed", "failed", "failed", "failed", "failed"]);
    expect(JSON.stringify(seen)).not.toMatch(/secret|s\\u0065/);
  } finally {
    delete process.env["FAR_KEY"];
  }
});

test("nobody there is found before case one, and no address is no agent", async () => {
  const agent = http("http://127.0.0.1:1/", { name: "far", version: "1" });
  await expect(agent.start?.(worldFor("unused"))).rejects.toMatchObject({ code: "ENDPOINT_UNREACHABLE" });
  for (const url of ["ftp://x", "nowhere", "http://me:pw@host/"])
    expect(() => http(url, { name: "far", version: "1" })).toThrow(expect.objectContaining({ code: "SUITE_BROKEN" }));
});
