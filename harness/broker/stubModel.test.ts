import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import OpenAI from "openai";
import { afterEach, describe, expect, test } from "vitest";
import { type StubModel, type StubOptions, stubModel } from "./stubModel.ts";

const open: StubModel[] = [];

afterEach(async () => {
  for (const stub of open.splice(0)) await stub.close();
});

async function started(options: StubOptions = {}): Promise<{ stub: StubModel; client: OpenAI }> {
  const stub = await stubModel(options);
  open.push(stub);
  return { stub, client: new OpenAI({ baseURL: stub.baseURL, apiKey: "k", maxRetries: 0 }) };
}

const parameters = {
  type: "object",
  properties: { order: { type: "string" }, amount: { type: "number" }, confidence: { type: "number" } },
};

function request(text: string) {
  return {
    model: "stub-1",
    messages: [{ role: "user" as const, content: JSON.stringify({ text, order: "o-1", amount: 12.5 }) }],
    tools: [{ type: "function" as const, function: { name: "pay", parameters } }],
  };
}

describe("a pretended model", () => {
  test("calls a tool with params out of the case, and says the same in both dialects, whole and streamed", async () => {
    const { client } = await started();
    const whole = await client.chat.completions.create(request("one"));
    const call = whole.choices[0]?.message.tool_calls?.[0];
    expect(call).toMatchObject({ function: { name: "pay", arguments: '{"order":"o-1","amount":12.5,"confidence":0.9}' } });
    expect(whole.usage?.prompt_tokens).toBeGreaterThan(10);
    const streamed = await client.chat.completions
      .stream({ ...request("one"), stream_options: { include_usage: true } })
      .finalChatCompletion();
    expect(streamed.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: (call as { function: object }).function });
    expect(streamed.usage?.prompt_tokens).toBeGreaterThan(10);
    const input = request("one").messages[0]?.content ?? "";
    const tools = [{ type: "function" as const, name: "pay", parameters, strict: false }];
    const response = await client.responses.create({ model: "stub-1", input, tools });
    expect(response.output[0]).toMatchObject({ name: "pay", arguments: '{"order":"o-1","amount":12.5,"confidence":0.9}' });
    const events = await client.responses.stream({ model: "stub-1", input, tools }).finalResponse();
    expect(events.output[0]).toMatchObject({ name: "pay", arguments: '{"order":"o-1","amount":12.5,"confidence":0.9}' });
  });

  test("takes one key, and tells what was asked", async () => {
    const { stub, client } = await started({ key: "other" });
    await expect(client.chat.completions.create(request("one"))).rejects.toThrow("401");
    expect(stub.seen).toMatchObject({ requests: 0, authorizations: ["Bearer k"] });
    const { stub: ours, client: known } = await started({ key: "k" });
    expect((await known.models.list()).data).toHaveLength(1);
    await known.chat.completions.create(request("one"));
    await known.chat.completions.create(request("one"));
    expect(Object.values(ours.seen.contents)).toEqual([{ asked: 2, answered: 2 }]);
  });

  test.each([
    ["429", "429"],
    ["500", "500"],
    ["503", "503"],
    ["reset", "Connection error"],
    ["cut", "Premature close|terminated|JSON"],
  ])("meets the same request with %s once, and then answers", async (fault, message) => {
    const { stub, client } = await started({ faults: { [fault]: 1 } });
    await expect(client.chat.completions.create(request("one"))).rejects.toThrow(new RegExp(message));
    expect((await client.chat.completions.create(request("one"))).choices).toHaveLength(1);
    expect(stub.seen.faults).toEqual({ [fault]: 1 });
  });

  test("hangs until it is given up", async () => {
    const { client } = await started({ faults: { hang: 1 } });
    await expect(client.chat.completions.create(request("one"), { timeout: 100 })).rejects.toThrow("timed out");
  });

  test("meets its share of the cases, the same ones whatever their order", async () => {
    const faults = { "429": 0.1, "500": 0.1, "bad-json": 0.1 };
    const told = async (order: number[]) => {
      const { stub, client } = await started({ faults });
      const failed: number[] = [];
      for (const i of order) await client.chat.completions.create(request(`case ${i}`)).catch(() => failed.push(i));
      return { failed: failed.sort((a, b) => a - b), faults: stub.seen.faults };
    };
    const there = Array.from({ length: 200 }, (_, i) => i);
    const first = await told(there);
    expect(await told(there.toReversed())).toEqual(first);
    expect(first.failed.length).toBeGreaterThan(20);
    expect(first.failed.length).toBeLessThan(60);
    expect(first.faults["bad-json"]).toBeGreaterThan(5);
  });

  test("runs as a process that ends with its parent", async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "stubModel.ts"), "--with-parent", "--latency", "5"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const { baseURL } = JSON.parse(String(line)) as { baseURL: string };
    const client = new OpenAI({ baseURL, apiKey: "k", maxRetries: 0 });
    expect((await client.chat.completions.create(request("one"))).choices).toHaveLength(1);
    const seen = (await (await fetch(baseURL.replace("/v1", "/stub/seen"))).json()) as { requests: number };
    expect(seen.requests).toBe(1);
    child.stdin.end();
    await once(child, "exit");
  });
});
