import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Agent, Proposal, SeenCase, WatchedToolbox } from "../agent.ts";
import { openBroker } from "../broker/broker.ts";
import { type StubModel, stubModel } from "../broker/stubModel.ts";
import { defineDataset } from "../dataset/defineDataset.ts";
import { loadCases } from "../dataset/loadCases.ts";
import { Ledger } from "../ledger/ledger.ts";
import { replay } from "../replay.ts";
import { optionsFor, runFolder } from "../run/deskRun.ts";
import { journalOf } from "../run/runFolder.ts";
import { runHeader } from "../run/runHeader.ts";
import { rows } from "../sources/rows.ts";
import { readySuite } from "../suite.ts";
import { rechain } from "./rechain.ts";
import { type VerifyReplayOptions, verifyReplay } from "./verifyReplay.ts";
import { verifyRun } from "./verifyRun.ts";

let stub: StubModel;
beforeAll(async () => {
  stub = await stubModel();
});
afterAll(() => stub.close());

const CASES = 24;

/** Asks its model twice about each case, the second time with what it was told, and answers by how long that was. */
function asker(prompt: (seen: SeenCase) => string = () => "decide", baseURL = stub.baseURL): Agent {
  const ask = async (toolbox: WatchedToolbox, content: string): Promise<string> => {
    const body = JSON.stringify({ model: "m", messages: [{ role: "user", content }] });
    const { body: parts } = await toolbox.send({ method: "POST", url: `${baseURL}/chat/completions`, headers: {}, body });
    return Buffer.concat(await Array.fromAsync(parts)).toString();
  };
  return {
    name: "asker",
    version: "1",
    seam: "tools",
    isolation: "I0",
    models: [{ baseURL, key: "NO_KEY" }],
    async propose(seen, toolbox): Promise<Proposal> {
      const first = await ask(toolbox, `${prompt(seen)} ${seen.id}`);
      const second = await ask(toolbox, `again: ${first.length}`);
      return { kind: "act", actions: [{ type: "close", params: { length: second.length } }] };
    },
  };
}

function suiteOf(agent: Agent) {
  const given = Array.from({ length: CASES }, (_, i) => ({
    raw: { id: `case-${i}`, input: i, decisions: [{ actions: [{ type: "close", params: {} }] }] },
    where: { file: "memory", line: i + 1 },
  }));
  return readySuite({
    name: "desk",
    dataset: defineDataset({ name: "desk", cases: rows("memory", given) }),
    agent,
    actions: { close: {} },
  });
}

const BROKER = {
  limits: {},
  prices: null,
  concurrency: 4,
  callTimeout: 5_000,
  key: () => "k",
  clock: () => 0,
  notice: () => undefined,
};

/** A run with its cassette, as observing leaves it behind. */
async function aRun(agent = asker()) {
  const folder = runFolder();
  const { path: dir } = folder;
  const suite = suiteOf(agent);
  const halt = (error: Error) => {
    throw error;
  };
  const ledger = await Ledger.create(journalOf(dir));
  const broker = await openBroker({ ...BROKER, hosts: agent.models ?? [], dir, halt });
  using cases = await loadCases(suite.dataset, { shelf: join(dir, "cases.tmp"), seed: 1 });
  await ledger.append({ kind: "run", run: runHeader(suite, optionsFor(dir), { cases, leaks: null, wall: undefined }) });
  const how = { attempts: 1, timeout: 5_000, clock: () => 0, desk: suite.desk, exchanges: broker.exchanges };
  for (const [seq, row] of cases.order.entries()) {
    const one = JSON.parse(cases.shelf.take(row));
    await ledger.append({ kind: "case", seq, case: one, observations: (await replay(agent, one, how)) ?? [] });
  }
  await ledger.append({ kind: "end", at: "", observed: CASES, unasked: 0 });
  await ledger.close();
  await broker.close();
  return folder;
}

const options: VerifyReplayOptions = { concurrency: 4, clock: () => 0 };
interface Kept {
  readonly case: string;
  readonly body: string;
}

/** Writes the cassette anew, in a chain that holds; what `change` gives nothing for is left out. */
function inCassette(dir: string, change: (exchange: Kept) => Kept | undefined): void {
  rechain(join(dir, "cassette"), (records) =>
    (records as readonly { readonly exchange?: Kept }[]).flatMap((record) => {
      if (record.exchange === undefined) return [record];
      const exchange = change(record.exchange);
      return exchange === undefined ? [] : [{ ...record, exchange }];
    }),
  );
}

test("every answer of a model is played, and the model is not called", async () => {
  using run = await aRun();
  const { requests } = stub.seen;
  const { coverage, changed } = await verifyReplay(suiteOf(asker()), run.path, options);
  expect(coverage).toMatchObject({
    cases: CASES,
    complete: CASES,
    reproduced: CASES,
    exchanges: { n: 2 * CASES, missing: 0, changed: 0 },
  });
  expect(changed).toEqual([]);
  expect(stub.seen.requests).toBe(requests);
  expect((await verifyRun(run.path)).checks.at(-1)).toMatchObject({
    state: "holds",
    says: `the chain of the cassette holds; all ${2 * CASES} answers of models on record are in it, unchanged`,
  });
});

test("an agent that asks its model something else has no answer there: it parts at that step, and the others go on", async () => {
  using run = await aRun();
  const other = asker(({ id }) => (id === "case-5" ? "think again" : "decide"));
  const { coverage } = await verifyReplay(suiteOf({ ...other, version: "2" }), run.path, options);
  expect(coverage).toMatchObject({
    complete: CASES,
    reproduced: CASES - 1,
    diverged: 1,
    divergences: [
      {
        case: "case-5",
        step: 1,
        recorded: expect.stringMatching(/^model POST \/chat\/completions/),
        now: expect.stringMatching(
          /^no further step; failed \(model-error\): the cassette holds no answer to POST \/chat\/completions/,
        ),
      },
    ],
  });
});

test("an answer that was forged in a cassette chained anew is found by case and step, and not blamed on the agent", async () => {
  using run = await aRun();
  let first = true;
  inCassette(run.path, (exchange) => {
    if (exchange.case !== "case-9" || !first) return exchange;
    first = false;
    return { ...exchange, body: exchange.body.replace("{", "{ ") };
  });
  const { coverage } = await verifyReplay(suiteOf(asker()), run.path, options);
  expect(coverage).toMatchObject({
    complete: CASES - 1,
    reproduced: CASES - 1,
    diverged: 0,
    unplayed: { incomplete: 1 },
    unkept: [{ case: "case-9", attempt: 1, step: 1, fault: "changed" }],
  });
  expect((await verifyRun(run.path)).checks.at(-1)).toMatchObject({
    state: "broken",
    details: ["case case-9, attempt 1, step 1: the answer in the cassette is not the one the agent was told"],
  });
});

test("answers that are gone are missing, and a cassette changed in place is corrupt, with its line", async () => {
  using run = await aRun();
  inCassette(run.path, (exchange) => (exchange.case === "case-3" ? undefined : exchange));
  const { coverage } = await verifyReplay(suiteOf(asker()), run.path, options);
  expect(coverage).toMatchObject({ reproduced: CASES - 1, exchanges: { missing: 2 }, unplayed: { incomplete: 1 } });
  expect((await verifyRun(run.path)).checks.at(-1)).toMatchObject({ state: "unknown" });
  const file = join(run.path, "cassette", "000001.jsonl");
  const text = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, text.map((line, i) => (i === 6 ? line.replace('"status":200', '"status":201') : line)).join("\n"));
  const corrupt = expect.objectContaining({ code: "CASSETTE_CORRUPT", where: { file, line: 7 } });
  await expect(verifyRun(run.path)).rejects.toThrow(corrupt);
  await expect(verifyReplay(suiteOf(asker()), run.path, options)).rejects.toThrow(corrupt);
});

test("the model need not be there any more", async () => {
  using run = await aRun();
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const gone = asker(undefined, `http://127.0.0.1:${port}/v1`);
  const { coverage } = await verifyReplay(suiteOf(gone), run.path, options);
  expect(coverage.reproduced).toBe(CASES);
});
