import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { AgentFailure } from "../agent.ts";
import { chat, good, json, read, type TestBroker, testBroker, testHost } from "../agents/brokerForTests.ts";
import { chainHash, GENESIS } from "../journal/segments.ts";
import type { CaseToolbox } from "../toolbox.ts";

const NOWHERE = "http://127.0.0.1:9/v1";

/** A host that answers every call differently. */
const counting = () => testHost((response, _, nth) => json(response, good(`answer ${nth}`)));

async function ask(toolbox: CaseToolbox, baseURL: string, text: string): Promise<string> {
  return (await read(await toolbox.send(chat(baseURL, text)))).toString();
}

async function asked(desk: TestBroker, baseURL: string, texts: readonly string[]): Promise<{ said: string[]; steps: unknown }> {
  const toolbox = desk.toolbox();
  const said: string[] = [];
  for (const text of texts) said.push(await ask(toolbox, baseURL, text));
  return { said, steps: toolbox.steps };
}

const cassetteOf = (desk: TestBroker) => join(desk.dir, "cassette");

describe("a cassette played strictly", () => {
  test("answers as the model did, step by step, and needs neither host nor key", async () => {
    await using host = await counting();
    await using first = await testBroker(host.baseURL);
    const live = await asked(first, host.baseURL, ["1", "2", "2"]);
    await first.broker.close();
    await using second = await testBroker(NOWHERE, {
      cassette: { path: cassetteOf(first), replay: "strict" },
      key: () => undefined,
    });
    await second.broker.preflight();
    expect(await asked(second, NOWHERE, ["1", "2", "2"])).toEqual(live);
    expect(new Set(live.said).size).toBe(3);
    expect(second.broker.spent()).toMatchObject({ calls: 0 });
    await second.broker.close();
    // What was played cost nothing, and still has not when the run goes on.
    await using resumed = await testBroker(NOWHERE, { dir: second.dir });
    expect(resumed.broker.spent()).toMatchObject({ calls: 0 });
    await resumed.broker.close();
    // It is in the run's own cassette too, which is then as good as the first.
    await using third = await testBroker(NOWHERE, { cassette: { path: cassetteOf(second), replay: "strict" } });
    expect(await asked(third, NOWHERE, ["1", "2", "2"])).toEqual(live);
  });

  test("stops the run at what it does not hold, naming case, attempt and request, and never asks", async () => {
    await using host = await counting();
    await using first = await testBroker(host.baseURL);
    await asked(first, host.baseURL, ["1"]);
    await first.broker.close();
    await using second = await testBroker(host.baseURL, { cassette: { path: cassetteOf(first), replay: "strict" } });
    await asked(second, host.baseURL, ["1"]);
    await expect(ask(second.toolbox("other"), host.baseURL, "1")).rejects.toBeInstanceOf(AgentFailure);
    expect(second.halts).toMatchObject([
      { code: "CASSETTE_MISS", message: "the cassette holds no answer to POST /chat/completions of case other, attempt 1" },
    ]);
    expect(host.seen.total).toBe(1);
  });

  test("tells whoever wants to know of a miss, and goes on", async () => {
    await using host = await counting();
    await using first = await testBroker(host.baseURL);
    await asked(first, host.baseURL, ["1"]);
    await first.broker.close();
    const missed: object[] = [];
    await using second = await testBroker(NOWHERE, {
      cassette: { path: cassetteOf(first), replay: "strict" },
      onMiss: (miss) => missed.push(miss),
    });
    await expect(ask(second.toolbox("other"), NOWHERE, "1")).rejects.toMatchObject({ code: "model-error" });
    expect(missed).toMatchObject([{ case: "other", attempt: 1, request: "POST /chat/completions", model: "stub-1" }]);
    expect((await asked(second, NOWHERE, ["1"])).said).toHaveLength(1);
    expect(second.halts).toEqual([]);
  });

  test("plays streams event by event, also to an agent that leaves in the middle", async () => {
    await using host = await testHost((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(
        'data: {"n":1}\n\ndata: {"n":2}\n\ndata: {"usage":{"prompt_tokens":3,"completion_tokens":4}}\n\ndata: [DONE]\n\n',
      );
    });
    const some = async (toolbox: CaseToolbox, baseURL: string, most: number) => {
      const events: string[] = [];
      for await (const event of (await toolbox.send(chat(baseURL, String(most)))).body) {
        events.push(Buffer.from(event).toString());
        if (events.length === most) break;
      }
      return events;
    };
    await using first = await testBroker(host.baseURL);
    const live = first.toolbox();
    const seen = [await some(live, host.baseURL, 1), await some(live, host.baseURL, 4), await some(live, host.baseURL, 9)];
    expect(seen.map((events) => events.length)).toEqual([1, 4, 4]);
    expect(live.steps).toMatchObject([
      { answer: { left: true } },
      { answer: { input: 3, output: 4 } },
      { answer: { input: 3, output: 4 } },
    ]);
    await first.broker.close();
    await using second = await testBroker(NOWHERE, { cassette: { path: cassetteOf(first), replay: "strict" } });
    const played = second.toolbox();
    expect([await some(played, NOWHERE, 1), await some(played, NOWHERE, 4), await some(played, NOWHERE, 9)]).toEqual(seen);
    expect(played.steps).toEqual(live.steps);
  });

  test("shows a tampered answer on the trace, even where the chain was made anew", async () => {
    await using host = await counting();
    await using first = await testBroker(host.baseURL);
    const live = await asked(first, host.baseURL, ["1"]);
    await first.broker.close();
    const file = join(cassetteOf(first), "000001.jsonl");
    let head = GENESIS;
    const lines = readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => {
        const text = line.replace(/^\S+ \d+ /, "").replace("answer 1", "answer 9");
        head = chainHash(head, text);
        return `${head} ${Buffer.byteLength(text)} ${text}\n`;
      });
    writeFileSync(file, lines.join(""));
    await using second = await testBroker(NOWHERE, { cassette: { path: cassetteOf(first), replay: "strict" } });
    const played = await asked(second, NOWHERE, ["1"]);
    expect(played.said[0]).toContain("answer 9");
    expect(played.steps).not.toEqual(live.steps);
  });

  test.each(["strict", "record"] as const)("that was changed stops before anything else (%s)", async (replay) => {
    await using host = await counting();
    await using first = await testBroker(host.baseURL);
    await asked(first, host.baseURL, ["1", "2"]);
    await first.broker.close();
    const file = join(cassetteOf(first), "000001.jsonl");
    writeFileSync(file, readFileSync(file, "utf8").replace("answer 1", "answer 9"));
    await expect(testBroker(NOWHERE, { cassette: { path: cassetteOf(first), replay } })).rejects.toMatchObject({
      code: "CASSETTE_CORRUPT",
      where: { file, line: 2 },
    });
  });

  test("that is not there stops, and makes no folder", async () => {
    await using host = await counting();
    await using first = await testBroker(host.baseURL);
    const dir = join(first.dir, "later");
    await expect(
      testBroker(NOWHERE, { dir, cassette: { path: join(first.dir, "none"), replay: "strict" } }),
    ).rejects.toMatchObject({ code: "CASSETTE_MISSING" });
    expect(existsSync(dir)).toBe(false);
  });
});

describe("a cassette that is recorded", () => {
  test("plays what it holds, asks for the rest, and holds it the next time", async () => {
    await using host = await counting();
    await using first = await testBroker(host.baseURL);
    const path = join(first.dir, "kept");
    await first.broker.close();
    const sitting = async (texts: string[]) => {
      await using desk = await testBroker(host.baseURL, { cassette: { path, replay: "record" } });
      return (await asked(desk, host.baseURL, texts)).said;
    };
    const one = await sitting(["1", "2"]);
    const two = await sitting(["1", "2", "3"]);
    expect(two.slice(0, 2)).toEqual(one);
    expect(host.seen.total).toBe(3);
    await using strict = await testBroker(NOWHERE, { cassette: { path, replay: "strict" } });
    expect((await asked(strict, NOWHERE, ["1", "2", "3"])).said).toEqual(two);
  });

  test("is left alone when it is off", async () => {
    await using host = await counting();
    await using first = await testBroker(host.baseURL);
    await asked(first, host.baseURL, ["1"]);
    await first.broker.close();
    await using second = await testBroker(host.baseURL, { cassette: { path: cassetteOf(first), replay: "off" } });
    expect((await asked(second, host.baseURL, ["1"])).said).toEqual([good("answer 2")]);
  });

  test("cannot be the one the run itself is recording", async () => {
    await using first = await testBroker(NOWHERE);
    await expect(
      testBroker(NOWHERE, { dir: first.dir, cassette: { path: cassetteOf(first), replay: "strict" } }),
    ).rejects.toMatchObject({ code: "USAGE" });
  });
});

describe("a run that goes on", () => {
  test("repeats no call that was answered, and asks again for what failed", async () => {
    let down = false;
    await using host = await testHost((response, _, nth) =>
      down ? json(response, "{}", 500) : json(response, good(`answer ${nth}`)),
    );
    await using first = await testBroker(host.baseURL, { retries: 0 });
    const { said } = await asked(first, host.baseURL, ["1", "2"]);
    down = true;
    await expect(ask(first.toolbox("b"), host.baseURL, "3")).rejects.toBeInstanceOf(AgentFailure);
    await first.broker.close();
    down = false;
    await using second = await testBroker(host.baseURL, { dir: first.dir });
    expect((await asked(second, host.baseURL, ["1", "2"])).said).toEqual(said);
    expect(host.seen.total).toBe(3);
    await ask(second.toolbox("b"), host.baseURL, "3");
    expect(host.seen.total).toBe(4);
  });

  test("an attempt that begins anew is told the same again, and nothing is asked twice", async () => {
    await using host = await counting();
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    const texts = async () => [await ask(toolbox, host.baseURL, "1"), await ask(toolbox, host.baseURL, "1")];
    const once = await texts();
    const { used } = toolbox;
    toolbox.restart("it crashed");
    expect(await texts()).toEqual(once);
    expect(new Set(once).size).toBe(2);
    expect(host.seen.total).toBe(2);
    expect(toolbox.used).toEqual(used);
    expect(used).toMatchObject([{ calls: 2, input: 20 }]);
  });

  test("stops when its record cannot be kept, with nothing lost of what it holds", async () => {
    await using host = await testHost((response, _, nth) => json(response, good(`${nth} ${"x".repeat(20_000)}`)));
    await using parent = await testBroker(host.baseURL);
    const dir = join(parent.dir, "run");
    const program = `
      const { testBroker, chat } = await import(${JSON.stringify(join(import.meta.dirname, "../agents/brokerForTests.ts"))});
      const desk = await testBroker(${JSON.stringify(host.baseURL)}, { dir: ${JSON.stringify(dir)} });
      const toolbox = desk.toolbox();
      for (let i = 0; desk.halts.length === 0; i++) await toolbox.send(chat(${JSON.stringify(host.baseURL)}, String(i))).catch(() => undefined);
      console.log(desk.halts[0].code);
      await desk.broker.close().catch((error) => console.log(error.code));`;
    const limited = spawn(
      "bash",
      ["-c", 'ulimit -f 100 && exec "$0" --input-type=module-typescript -e "$1"', process.execPath, program],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const [out] = await Promise.all([limited.stdout.toArray(), once(limited, "exit")]);
    expect(out.join("").trim().split("\n")).toEqual(["CASSETTE_WRITE", "CASSETTE_WRITE"]);
    const before = host.seen.total;
    await using later = await testBroker(host.baseURL, { dir });
    expect(later.notices).toEqual([expect.stringContaining("was cut off while it was written")]);
    await asked(later, host.baseURL, ["0", "1", "2", "3"]);
    expect(host.seen.total).toBe(before);
  });

  test("has written an answer before the agent hears of it", async () => {
    await using host = await counting();
    await using desk = await testBroker(host.baseURL);
    const written = () => readFileSync(join(cassetteOf(desk), "000001.jsonl"), "utf8");
    for (const text of ["1", "2", "3"]) {
      await desk.toolbox().send(chat(host.baseURL, text));
      expect(written()).toContain(`answer ${text}`);
    }
  });

  test("a stream that was cut by a crash is asked anew, and stays on the trace as it was cut", async () => {
    await using host = await testHost((response, _, nth) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).write(`data: {"n":${nth}}\n\n`);
      if (nth > 1) response.end("data: [DONE]\n\n");
    });
    await using desk = await testBroker(host.baseURL);
    const toolbox = desk.toolbox();
    const abort = new AbortController();
    const { body } = await toolbox.send(chat(host.baseURL), abort.signal);
    const events = body[Symbol.asyncIterator]();
    await events.next();
    toolbox.restart("it crashed");
    await events.return?.();
    expect(await ask(toolbox, host.baseURL, "hello")).toContain("[DONE]");
    expect(toolbox.steps).toMatchObject([
      { kind: "model", answer: { left: true } },
      { kind: "crashed-before" },
      { kind: "model", answer: { status: 200 } },
    ]);
  });

  test("loses no answer it was told to a kill", async () => {
    await using host = await counting();
    await using parent = await testBroker(host.baseURL);
    const dir = join(parent.dir, "run");
    const program = `
      const { testBroker, chat, read } = await import(${JSON.stringify(join(import.meta.dirname, "../agents/brokerForTests.ts"))});
      const desk = await testBroker(${JSON.stringify(host.baseURL)}, { dir: ${JSON.stringify(dir)} });
      const toolbox = desk.toolbox();
      for (let i = 0; ; i++) {
        const answer = await read(await toolbox.send(chat(${JSON.stringify(host.baseURL)}, String(i))));
        process.stdout.write(JSON.parse(answer.toString()).choices[0].message.content + "\\n");
      }`;
    const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let out = "";
    for await (const part of child.stdout) {
      out += String(part);
      if (out.split("\n").length > 40) {
        child.kill("SIGKILL");
        break;
      }
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    const told = out.trimEnd().split("\n");
    const before = host.seen.total;
    await using later = await testBroker(host.baseURL, { dir });
    const { said } = await asked(
      later,
      host.baseURL,
      told.map((_, i) => String(i)),
    );
    // What was on its way to the disk at that moment may be asked again; nothing before it is.
    expect(host.seen.total - before).toBeLessThanOrEqual(1);
    expect(said.slice(0, -1).map((one) => JSON.parse(one).choices[0].message.content)).toEqual(told.slice(0, -1));
  });
});
