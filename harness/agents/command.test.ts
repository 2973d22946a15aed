import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Agent, Wall, World } from "../agent.ts";
import { parseCase } from "../case.ts";
import { type Observation, replay } from "../replay.ts";
import type { Exchanges, ToolDesk } from "../toolbox.ts";
import { sandboxAvailable } from "../wall/sandbox.ts";
import { type CommandOptions, command } from "./command.ts";
import { bareDesk, worldFor } from "./forTests.ts";

const { why } = sandboxAvailable();
const sealedToo = [false, ...(why === null ? [true] : [])];
const READ_A_CASE = "import json, os, sys, time\nask = lambda: json.loads(sys.stdin.readline())\n";
const ANSWER =
  'print(json.dumps({"kind": "proposal", "proposal": {"kind": "act", "actions": [{"type": "note", "params": {"id": case["case"]["id"]}}]}}))\n';
const PATIENCE = { timeout: 20_000, interval: 20 };
const WAIT = 'while not os.path.exists("go"): time.sleep(0.01)\n';
const LOOP = `${READ_A_CASE}while True:\n  case = ask()\n  ${ANSWER}`;

interface Running {
  readonly agent: Agent;
  readonly wall: Wall;
  readonly notices: string[];
  readonly breaches: string[];
  /** Lets a program go on that waits for it: see `WAIT`. */
  go(): void;
  ask(
    id?: string,
    more?: { input?: unknown; exchanges?: Exchanges; timeout?: number; halt?: AbortSignal; desk?: ToolDesk },
  ): Promise<Observation>;
}

/** A Python program as an agent, for as long as the work takes. Without a sandbox unless the test is about it: it starts sooner. */
async function running(
  script: string,
  work: (running: Running) => Promise<void>,
  { timeout = 10_000, concurrency = 4, ...options }: Partial<CommandOptions & World> = {},
): Promise<void> {
  await using scratch = await mkdtempDisposable(join(tmpdir(), "earnest-t-"));
  await using folder = await mkdtempDisposable(join(tmpdir(), "earnest-t-"));
  writeFileSync(join(folder.path, "agent.py"), script);
  const agent = command(["python3", "agent.py"], { name: "p", version: "1", folder: folder.path, kernel: false, ...options });
  const notices: string[] = [];
  const breaches: string[] = [];
  const world = worldFor(scratch.path, {
    timeout,
    concurrency,
    notice: (text) => notices.push(text),
    breach: (kind, target) => breaches.push(`${kind} ${target}`),
  });
  try {
    const wall = (await agent.start?.(world)) as Wall;
    await work({
      agent,
      wall,
      notices,
      breaches,
      go: () => {
        for (const run of readdirSync(scratch.path)) writeFileSync(join(scratch.path, run, "agent", "go"), "");
      },
      async ask(id = "a", { input = null, ...how } = {}) {
        const read = parseCase({
          id,
          input,
          decisions: [{ actions: [] }],
          reads: [{ tool: "big", args: {}, answer: "x".repeat(1e6) }],
        });
        if ("faults" in read) throw new Error(JSON.stringify(read.faults));
        const [seen] = (await replay(agent, read.case, { attempts: 1, timeout, clock: () => 0, desk: bareDesk, ...how })) ?? [];
        if (seen === undefined) throw new Error("it was halted");
        return seen;
      },
    });
  } finally {
    await agent.stop?.();
  }
}

const proposed = (id: string) => ({ kind: "proposed", proposal: { kind: "act", actions: [{ type: "note", params: { id } }] } });

describe.concurrent("what a program says wrongly is data", () => {
  const says = (python: string) => `${READ_A_CASE}case = ask()\n${python}\nsys.stdout.flush()\ntime.sleep(60)`;
  test.for([
    ["no JSON", 'print("\\x1b[31mLoading model\\x1b[0m ...")', "unusable", /what it said is not JSON: U\+001B\[31mLoading model/],
    ["no UTF-8", 'sys.stdout.buffer.write(b"\\xff\\xfe\\n")', "unusable", /not UTF-8/],
    ["an endless line", 'sys.stdout.buffer.write(b"x" * 50_000_000)', "unusable", /a line of more than \d+ bytes/],
    ["another format", 'print(json.dumps({"kind": "done", "becuase": "x"}))', "unusable", /becuase/],
    [
      "an act without params of its form",
      'print(json.dumps({"kind": "proposal", "proposal": {"kind": "act", "actions": [{"type": 3}]}}))',
      "unusable",
      /proposal\.actions\.0\.type/,
    ],
    [
      "a chain of agents without end",
      'print(json.dumps({"kind": "proposal", "proposal": {"kind": "act", "actions": [{"type": "x", "chain": ["a"] * 21}]}}))',
      "unusable",
      /proposal\.actions\.0\.chain/,
    ],
    ["an answer for another case", 'print(json.dumps({"kind": "done", "case": "b"}))', "unusable", /for another case/],
    [
      "two answers",
      'print(json.dumps({"kind": "done"}) + "\\n" + json.dumps({"kind": "done"}))',
      "unusable",
      /went on talking after its answer/,
    ],
    [
      "an answer and half another",
      'sys.stdout.write(json.dumps({"kind": "done"}) + "\\n{")',
      "unusable",
      /went on talking after its answer/,
    ],
    ["nothing it proposes", 'print(json.dumps({"kind": "done"}))', "unusable", /it proposed nothing/],
    [
      "a deep nesting",
      'print(json.dumps({"kind": "call", "tool": "x", "args": {}}).replace("{}", "[" * 5000 + "]" * 5000))',
      "unusable",
      /nested deeper/,
    ],
    [
      "the same call over and over",
      'for i in range(100): print(json.dumps({"kind": "call", "tool": "x"}))',
      "cut",
      /the same call of x/,
    ],
    [
      "call after call",
      'for i in range(100_000): print(json.dumps({"kind": "call", "tool": "x", "args": {"i": i}}))',
      "cut",
      /more than 60 calls/,
    ],
    [
      "an endless trace",
      'for i in range(100): print(json.dumps({"kind": "note", "step": {"kind": "x", "args": "y" * 1_000_000}}))',
      "cut",
      /the trace of one attempt/,
    ],
    [
      "an end in the middle",
      'print("it broke", file=sys.stderr); sys.exit(3)',
      "crashed",
      /exit code 3 before it had answered; its last words: it broke/,
    ],
    ["an end by a signal", "import signal; os.kill(os.getpid(), signal.SIGSEGV)", "crashed", /ended by SIGSEGV/],
    ["a raised error", 'raise ValueError("no such \\x1b[2J customer")', "crashed", /ValueError: no such U\+001B\[2J customer/],
  ] as const)("%s", async ([, python, code, because], { expect }) => {
    await running(says(python), async ({ ask }) => {
      const seen = await ask();
      expect(seen).toMatchObject({ kind: "failed", code });
      expect(seen.kind === "failed" && seen.because).toMatch(because);
    });
  });
});

describe("time", () => {
  test.for(sealedToo)("silence is ended, with its last words, and the next case is answered (sandbox: %s)", async (sealed) => {
    const script = `${READ_A_CASE}while True:\n  case = ask()\n  if case["case"]["id"] == "mute":\n    print("waiting for nothing", file=sys.stderr)\n    time.sleep(60)\n  ${ANSWER}`;
    await running(
      script,
      async ({ ask }) => {
        expect(await ask("mute")).toMatchObject({
          code: "timed-out",
          because: "no answer within 0.6 s; its last words: waiting for nothing",
        });
        expect(await ask("b")).toMatchObject(proposed("b"));
      },
      { timeout: 600, processes: 1, kernel: sealed },
    );
  });

  test("an attempt that waits for a process loses no time", async () => {
    const script = `${READ_A_CASE}while True:\n  case = ask()\n  time.sleep(0.25)\n  ${ANSWER}`;
    await running(
      script,
      async ({ ask }) => {
        const ids = ["a", "b", "c", "d", "e"];
        const all = await Promise.all(ids.map((id) => ask(id)));
        expect(all).toMatchObject(ids.map(proposed));
      },
      { timeout: 1_000, processes: 1 },
    );
  });

  test("a run that is halted waits for no answer", async () => {
    await running(`${READ_A_CASE}ask()\ntime.sleep(60)`, async ({ ask }) => {
      const halt = new AbortController();
      const asked = ask("a", { halt: halt.signal });
      halt.abort();
      await expect(asked).rejects.toThrow("it was halted");
    });
  });
});

describe.concurrent("a process", () => {
  test("that answers one case and ends is started anew for the next", async () => {
    await running(
      `${READ_A_CASE}case = ask()\n${ANSWER}`,
      async ({ ask }) => {
        for (const id of ["a", "b", "c"]) expect(await ask(id)).toMatchObject(proposed(id));
      },
      { processes: 1 },
    );
  });

  test("says by which agents an act came, with a call or in its answer", async ({ expect }) => {
    const tools = [{ name: "pay", kind: "write" as const, about: "Pay.", parameters: {} }];
    const called = `print(json.dumps({"kind": "call", "id": 1, "tool": "pay", "args": {"n": 1, "chain": ["planner", "payer"]}}), flush=True)`;
    const said = `print(json.dumps({"kind": "proposal", "proposal": {"kind": "act", "actions": [{"type": "note", "chain": ["planner"]}]}}))`;
    await running(`${READ_A_CASE}ask()\n${called}\nask()\n${said}`, async ({ ask }) => {
      expect(await ask("a", { desk: { ...bareDesk, tools } })).toMatchObject({
        proposal: {
          actions: [
            { type: "pay", params: { n: 1 }, chain: ["planner", "payer"] },
            { type: "note", params: {}, chain: ["planner"] },
          ],
        },
      });
    });
  });

  test("that breaks on a later case gets it again in a new process, where it counts", async () => {
    const script = LOOP.replace(
      "  print",
      '  if case["case"]["id"] == "b" and count > 0 or case["case"]["id"] == "poison": sys.exit(1)\n  count += 1\n  print',
    ).replace("while True", "count = 0\nwhile True");
    await running(
      script,
      async ({ ask }) => {
        for (const id of ["a", "b", "c"]) expect(await ask(id)).toMatchObject(proposed(id));
        expect(await ask("poison")).toMatchObject({ code: "crashed" });
        expect(await ask("d")).toMatchObject(proposed("d"));
      },
      { processes: 1 },
    );
  });

  test("that asks for an act and then breaks has asked for it, whatever it says in a new process", async ({ expect }) => {
    const pay = `print(json.dumps({"kind": "call", "id": 1, "tool": "pay", "args": {"n": 1}}), flush=True)`;
    const script = LOOP.replace(
      "  print",
      `  if count > 0: ${pay}; sys.stdin.readline(); sys.exit(1)\n  count += 1\n  print`,
    ).replace("while True", "count = 0\nwhile True");
    const desk = { ...bareDesk, tools: [{ name: "pay", kind: "write", about: "", parameters: {} }] as const };
    await running(
      script,
      async ({ ask }) => {
        expect(await ask("a")).toMatchObject(proposed("a"));
        const seen = await ask("b", { desk });
        expect(seen).toMatchObject({ proposal: { actions: [{ type: "pay", params: { n: 1 } }, { type: "note" }] } });
        expect(seen.trace.steps).toMatchObject([{ kind: "write", name: "pay" }, { kind: "crashed-before" }]);
      },
      { processes: 1 },
    );
  });

  test("says of a case no words of the one before", async ({ expect }) => {
    const script = `${READ_A_CASE}print("starting", file=sys.stderr)\nwhile True:\n  case = ask()\n  name = case["case"]["id"]\n  print("looking at", name, file=sys.stderr)\n  if name == "mute": time.sleep(60)\n  ${ANSWER}`;
    await running(
      script,
      async ({ ask }) => {
        for (const id of ["a", "b"]) expect(await ask(id)).toMatchObject(proposed(id));
        expect(await ask("mute")).toMatchObject({ because: "no answer within 2 s; its last words: looking at mute" });
      },
      { timeout: 2_000, processes: 1 },
    );
  });

  test("that talks later is replaced, and its words are for no other case", async ({ expect }) => {
    const script = `${READ_A_CASE}import threading\ndef late():\n  ${WAIT}  print("late", flush=True)\nwhile True:\n  case = ask()\n  ${ANSWER}  if case["case"]["id"] == "a": threading.Thread(target=late).start()\n`;
    await running(
      script,
      async ({ ask, notices, go }) => {
        expect(await ask("a")).toMatchObject(proposed("a"));
        go();
        await expect.poll(() => notices.at(-1), PATIENCE).toMatch(/went on talking after its answer/);
        expect(await ask("b")).toMatchObject(proposed("b"));
      },
      { processes: 1 },
    );
  });

  test("that does not read its answers is not read from either, and its time runs out", async () => {
    const script = `${READ_A_CASE}ask()\nfor i in range(100): print(json.dumps({"kind": "call", "tool": "big"}))\ntime.sleep(60)`;
    await running(
      script,
      async ({ ask }) => {
        const seen = await ask();
        // What comes in one part is taken as one, and may be a call too many.
        expect(["timed-out", "cut"]).toContain(seen.kind === "failed" ? seen.code : seen.kind);
        expect(seen.trace.steps.length).toBeLessThan(10);
      },
      { timeout: 1_000 },
    );
  });

  test("is one of so many, and answers case after case", async () => {
    const script = LOOP.replace('{"id": case["case"]["id"]}', '{"pid": os.getpid()}');
    await running(
      script,
      async ({ ask }) => {
        const all = await Promise.all(Array.from({ length: 12 }, (_, i) => ask(`c${i}`)));
        const pids = all.map((seen) => JSON.stringify(seen.kind === "proposed" ? seen.proposal : seen));
        expect(new Set(pids).size).toBe(2);
      },
      { processes: 2 },
    );
  });

  test("has what it tried before its answer listed with its case, however much that is", async () => {
    const script = LOOP.replace(
      "  print",
      '  for i in range(3000):\n    try: open("/no/such/folder/%d" % (i % 10), "w")\n    except OSError: continue\n  print',
    );
    await running(
      script,
      async ({ ask, breaches }) => {
        for (const id of ["a", "b", "c"]) {
          const seen = await ask(id);
          expect(seen.breaches.map(({ kind, times }) => `${kind} ${times}`)).toEqual(
            Array.from({ length: 10 }, () => "file 300"),
          );
        }
        expect(breaches).toEqual([]);
      },
      { processes: 1 },
    );
  });

  test("that floods stderr is drained", async () => {
    const script = LOOP.replace("  print", '  sys.stderr.write("noise\\n" * 3_000_000)\n  print');
    await running(script, async ({ ask }) => expect(await ask("a")).toMatchObject(proposed("a")));
  });

  test.for(sealedToo)(
    "gets no variable of the harness, and what it is given stands in no process list (sandbox: %s)",
    async (sealed) => {
      process.env["EARNEST_PLANTED"] = "planted";
      try {
        const script = LOOP.replace('{"id": case["case"]["id"]}', "dict(os.environ)");
        await running(
          script,
          async ({ ask, wall }) => {
            const seen = await ask();
            const given = seen.kind === "proposed" && seen.proposal.kind === "act" ? seen.proposal.actions[0]?.params : {};
            expect(given).toMatchObject({
              MODE: "given-to-it",
              OPENAI_BASE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1$/),
            });
            expect(JSON.stringify(given)).not.toContain("planted");
            expect(wall.command.join(" ")).not.toContain("given-to-it");
            expect(childrenOfThis()).not.toContain("given-to-it");
          },
          { env: { MODE: "given-to-it" }, kernel: sealed },
        );
      } finally {
        delete process.env["EARNEST_PLANTED"];
      }
    },
  );

  test.skipIf(why !== null)("is gone when the harness is killed", async ({ expect }) => {
    await using scratch = await mkdtempDisposable(join(tmpdir(), "earnest-t-"));
    const mark = `earnest-mark-${process.pid}`;
    const script = `import { command } from ${JSON.stringify(join(import.meta.dirname, "command.ts"))};
      import { toolboxFor, worldFor } from ${JSON.stringify(join(import.meta.dirname, "forTests.ts"))};
      const agent = command(["python3", "-c", "import sys, time; sys.stdin.readline(); print('{\\"kind\\":\\"call\\",\\"tool\\":\\"x\\"}', flush=True); time.sleep(60)", "${mark}"], { name: "p", version: "1", folder: ${JSON.stringify(join(import.meta.dirname, "testing", "python"))} });
      await agent.start(worldFor(${JSON.stringify(scratch.path)}));
      const toolbox = toolboxFor();
      const call = toolbox.call.bind(toolbox);
      toolbox.call = (...all) => { console.log("in hand"); return call(...all); };
      await agent.propose({ id: "a", attempt: 1, input: null }, toolbox, new AbortController().signal);`;
    const harness = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(harness.stdout, "data");
    expect(marked(mark)).not.toEqual([]);
    harness.kill("SIGKILL");
    await once(harness, "close");
    await expect.poll(() => marked(mark), PATIENCE).toEqual([]);
  });
});

describe.concurrent("models", () => {
  const MODELS = [{ baseURL: "https://models.example/v1", key: "MODELS_KEY" }];
  const REQUEST = `import urllib.request
def model(path="/chat/completions"):
  request = urllib.request.Request(os.environ["OPENAI_BASE_URL"] + path, json.dumps({"model": "m", "stream": True}).encode(), {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ["OPENAI_API_KEY"]})
  return urllib.request.urlopen(request)
`;

  test.for(sealedToo)("are reached through the toolbox, and a stream arrives as it comes (sandbox: %s)", async (sealed) => {
    const asked: unknown[] = [];
    const heard = Promise.withResolvers<void>();
    const exchanges: Exchanges =
      ({ told }) =>
      async ({ method, url, headers, body }) => {
        asked.push({ method, url, key: headers["authorization"], type: headers["content-type"], body });
        told.step({ kind: "model" });
        // The second part comes only once the first has been read: the program asks again to say that it has.
        if (url.endsWith("/heard")) heard.resolve();
        async function* parts() {
          yield Buffer.from("data: one\n\n");
          if (url.endsWith("/heard")) return;
          await heard.promise;
          yield Buffer.from("data: two\n\n");
        }
        return { status: 200, headers: { "content-type": "text/event-stream" }, body: parts() };
      };
    const script = `${READ_A_CASE}${REQUEST}case = ask()
with model() as stream:
  first = stream.readline().decode()
  model("/heard").read()
  rest = stream.read().decode()
print(json.dumps({"kind": "proposal", "proposal": {"kind": "act", "actions": [{"type": "said", "params": {"first": first, "rest": rest}}]}}))`;
    await running(
      script,
      async ({ ask }) => {
        const seen = await ask("a", { exchanges });
        expect(seen).toMatchObject({
          proposal: { actions: [{ type: "said", params: { first: "data: one\n", rest: "\ndata: two\n\n" } }] },
          breaches: [],
        });
        const [stream] = asked;
        expect(stream).toEqual({
          method: "POST",
          url: "http://127.0.0.1:8123/v1/chat/completions",
          key: undefined,
          type: "application/json",
          body: '{"model": "m", "stream": true}',
        });
      },
      { kernel: sealed, models: MODELS },
    );
  });

  test.for(sealedToo)(
    "are refused while no case is in hand, which is no breach; what is none of theirs is one (sandbox: %s)",
    async (sealed, { expect }) => {
      const script = `${READ_A_CASE}${REQUEST}import threading
def late():
  ${WAIT}  for path in ["/chat/completions", "/late"]:
    try:
      model(path)
    except Exception as error:
      print(error, file=sys.stderr)
case = ask()
${ANSWER}
threading.Thread(target=late).start()
ask()`;
      await running(
        script,
        async ({ ask, breaches, notices, go }) => {
          expect(await ask("a")).toMatchObject(proposed("a"));
          go();
          await expect.poll(() => breaches, PATIENCE).toEqual(["network POST http://127.0.0.1:8123/v1/late"]);
          expect(notices.at(-1)).toMatch(/its model while none of its cases was in hand/);
        },
        { kernel: sealed, models: MODELS },
      );
    },
  );

  test.for(sealedToo)(
    "where the suite names none, it says how to name one, and that is no breach (sandbox: %s)",
    async (sealed) => {
      const script = `${READ_A_CASE}${REQUEST}import urllib.error
case = ask()
for address in [os.environ["OPENAI_BASE_URL"], "http://elsewhere.example"]:
  os.environ["OPENAI_BASE_URL"] = address
  try:
    model()
  except urllib.error.HTTPError as error:
    print(json.dumps({"kind": "note", "step": {"kind": "told", "answer": error.read().decode()}}))
${ANSWER}`;
      await running(
        script,
        async ({ ask, notices, breaches }) => {
          const [seen, again] = [await ask("a"), await ask("b")];
          const named = "the suite names no models for this agent: models: [{ baseURL, key }]";
          expect(again).toMatchObject({ kind: "proposed" });
          expect(seen).toMatchObject({
            kind: "proposed",
            breaches: [{ kind: "network", target: expect.stringContaining("elsewhere.example") }],
          });
          expect(seen.trace.steps).toMatchObject([
            { kind: "model", name: "POST /v1/chat/completions", answer: named, source: "refused" },
            { kind: "told", answer: expect.stringContaining(named) },
            { kind: "told" },
          ]);
          expect(notices.filter((text) => text === named)).toHaveLength(1);
          expect(breaches).toEqual([]);
        },
        { kernel: sealed, processes: 2 },
      );
    },
  );
});

describe.concurrent("the wall", () => {
  test.skipIf(why !== null)("is sealed where the canary found no way out", async () => {
    await running(
      LOOP,
      async ({ wall, notices }) => {
        expect(wall).toMatchObject({ isolation: "I3", weaker: null, code: expect.stringMatching(/^[0-9a-f]{64}$/) });
        expect(wall.canary.length).toBeGreaterThan(15);
        expect(wall.canary.filter(({ blocked }) => !blocked)).toEqual([]);
        expect(notices).toEqual([]);
      },
      { kernel: true },
    );
  });

  test("without a sandbox claims nothing, and says so aloud", async () => {
    await running(LOOP, async ({ wall, notices, ask }) => {
      expect(wall).toMatchObject({ isolation: "I1", weaker: "the suite asks for no sandbox", canary: [] });
      expect(notices).toEqual([
        "the agent runs without a sandbox, and earnest cannot keep it from acting: the suite asks for no sandbox",
      ]);
      expect(await ask("a")).toMatchObject({ isolation: "I1" });
    });
  });

  test.for([
    ["a program that is not there", ["no-such-program-at-all"], join(import.meta.dirname, "testing", "python")],
    ["a folder that is not there", ["python3", "agent.py"], "/no/such/folder"],
  ] as const)("%s is refused before case one", async ([, line, folder]) => {
    await using scratch = await mkdtempDisposable(join(tmpdir(), "earnest-t-"));
    const agent = command(line, { name: "p", version: "1", folder });
    await expect(agent.start?.(worldFor(scratch.path))).rejects.toMatchObject({ code: "AGENT_START" });
  });

  test.skipIf(why !== null)(
    "shows the folder and the files that are named, and no more; a link out of it leads nowhere",
    async () => {
      await using other = await mkdtempDisposable(join(tmpdir(), "earnest-t-"));
      writeFileSync(join(other.path, "named.txt"), "named");
      writeFileSync(join(other.path, "beside.txt"), "beside");
      const script = `${READ_A_CASE}os.symlink(${JSON.stringify(join(other.path, "beside.txt"))}, os.environ["TMPDIR"] + "/link")
def look(path):
  try:
    return open(path).read()
  except OSError as error:
    return error.strerror
case = ask()
print(json.dumps({"kind": "proposal", "proposal": {"kind": "act", "actions": [{"type": "seen", "params": {
  "named": look("files/data/named.txt"), "beside": look(${JSON.stringify(join(other.path, "beside.txt"))}), "link": look(os.environ["TMPDIR"] + "/link"), "own": sorted(os.listdir(".")), "here": os.getcwd()}}]}}))`;
      await running(
        script,
        async ({ ask }) => {
          const gone = "No such file or directory";
          const params = { named: "named", beside: gone, link: gone, own: ["agent.py", "files"], here: "/agent" };
          expect(await ask()).toMatchObject({ proposal: { actions: [{ params }] } });
        },
        { kernel: true, files: [{ from: join(other.path, "named.txt"), to: "data/named.txt" }] },
      );
    },
  );
});

/** The command lines of the processes that this one started. */
function childrenOfThis(): string {
  return readFileSync(`/proc/self/task/${process.pid}/children`, "utf8")
    .split(" ")
    .filter((pid) => pid !== "")
    .map((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8"))
    .join("\n");
}

/** Agents that run with this word on their command line. */
function marked(mark: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      const line = /^\d+$/.test(pid) ? readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0") : [];
      return line.includes("-c") && line.includes(mark);
    } catch {
      // It went while we looked.
      return false;
    }
  });
}
