import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { EarnestError, type Source, type SourceRow } from "earnest";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tauCases } from "./tauCases.ts";
import { tauProposals } from "./tauProposals.ts";

let dir: string;
let file: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tau-"));
  file = join(dir, "some-model-airline.json");
});

afterEach(() => rmSync(dir, { recursive: true }));

type Call = readonly [tool: string, args: object | string, answer: string];

const CANCEL: Call = ["cancel_reservation", { reservation_id: "A1" }, "cancelled"];
const TRANSFER: Call = ["transfer_to_human_agents", { summary: "wants a manager" }, "Transfer successful"];
const LOOK: Call = ["get_user_details", { user_id: "mia" }, "{}"];

/** All calls carry the same id, as calls in the published files may. */
function trajectory(calls: readonly Call[], more: { task_id?: unknown; trial?: number; actions?: object[] } = {}) {
  const { task_id = 3, trial = 0, actions = [{ name: "cancel_reservation", kwargs: { reservation_id: "A1" } }] } = more;
  return {
    task_id,
    trial,
    info: { task: { user_id: "mia", instruction: "You want to cancel A1.", actions, outputs: [] } },
    traj: [
      { role: "system", content: "the policy" },
      { role: "user", content: "Cancel it" },
      ...calls.flatMap(([name, args, answer]) => [
        {
          role: "assistant",
          content: null,
          tool_calls: [
            {
              id: "call",
              type: "function",
              function: { name, arguments: typeof args === "string" ? args : JSON.stringify(args) },
            },
          ],
        },
        { role: "tool", tool_call_id: "call", name, content: answer },
      ]),
      { role: "assistant", content: "Done." },
    ],
  };
}

function put(...entries: unknown[]): void {
  writeFileSync(file, JSON.stringify(entries));
}

async function all(source: Source): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const batch of source.read()) rows.push(...batch);
  return rows;
}

const cases = (data = file) => all(tauCases(data).cases);
const proposals = (data = file) => all(tauProposals(data));
const raws = (rows: readonly SourceRow[]) => rows.map((row) => (row.kind === "row" ? row.raw : row));

test("a task is one case however many attempts were recorded, and each attempt is a proposal", async () => {
  put(trajectory([CANCEL]), trajectory([LOOK], { trial: 1 }), trajectory([], { task_id: 12, actions: [] }));
  expect(raws(await cases())).toEqual([
    {
      id: "task-3",
      cluster: "mia",
      input: { user_id: "mia", instruction: "You want to cancel A1." },
      decisions: [{ actions: [{ type: "cancel_reservation", params: { reservation_id: "A1" } }], by: "expert" }],
      slices: { writes: "one" },
    },
    {
      id: "task-12",
      cluster: "mia",
      input: { user_id: "mia", instruction: "You want to cancel A1." },
      decisions: [{ actions: [], by: "expert" }],
      slices: { writes: "none" },
    },
  ]);
  expect(raws(await proposals())).toMatchObject([
    { id: "task-3", attempt: 1, proposal: { kind: "act", actions: [{ type: "cancel_reservation" }] } },
    { id: "task-3", attempt: 2, proposal: { kind: "act", actions: [] } },
    { id: "task-12", attempt: 1, proposal: { kind: "act", actions: [] } },
  ]);
});

test("a transfer to a human agent is an escalation, on either side", async () => {
  put(
    trajectory([LOOK, TRANSFER], {
      actions: [
        { name: "get_user_details", kwargs: {} },
        { name: "transfer_to_human_agents", kwargs: { summary: "x" } },
      ],
    }),
  );
  expect(raws(await cases())).toMatchObject([{ decisions: [{ actions: [{ type: "escalate", params: { summary: "x" } }] }] }]);
  expect(raws(await proposals())).toMatchObject([{ proposal: { kind: "escalate", because: "wants a manager" } }]);
});

test("an escalation beside other writes, or another escalation, is one action among them", async () => {
  put(trajectory([TRANSFER, TRANSFER], { trial: 1 }));
  expect(raws(await proposals())).toMatchObject([
    { proposal: { kind: "act", actions: [{ type: "escalate" }, { type: "escalate" }] } },
  ]);
  put(trajectory([CANCEL, TRANSFER]));
  expect(raws(await proposals())).toMatchObject([
    { proposal: { kind: "act", actions: [{ type: "cancel_reservation" }, { type: "escalate" }] } },
  ]);
});

test("repeated and refused calls stay actions of their own, each with its own answer in the trace", async () => {
  const refused: Call = ["cancel_reservation", { reservation_id: "A1" }, "Error: reservation not found"];
  put(trajectory([refused, LOOK, CANCEL]));
  const [raw] = raws(await proposals()) as { proposal: { actions: object[] }; steps: object[] }[];
  expect(raw?.proposal.actions).toEqual([
    { type: "cancel_reservation", params: { reservation_id: "A1" } },
    { type: "cancel_reservation", params: { reservation_id: "A1" } },
  ]);
  expect(raw?.steps).toEqual([
    { kind: "said", name: "customer", args: undefined, answer: "Cancel it" },
    { kind: "write", name: "cancel_reservation", args: { reservation_id: "A1" }, answer: "Error: reservation not found" },
    { kind: "read", name: "get_user_details", args: { user_id: "mia" }, answer: "{}" },
    { kind: "write", name: "cancel_reservation", args: { reservation_id: "A1" }, answer: "cancelled" },
    { kind: "said", name: "agent", args: undefined, answer: "Done." },
  ]);
});

test.each(["{broken", "[1]", "null", '"text"'])(
  "arguments that are no JSON object (%s) stay one action, which no action type accepts",
  async (args) => {
    put(trajectory([["cancel_reservation", args, "Error"]]));
    expect(raws(await proposals())).toMatchObject([
      { proposal: { kind: "act", actions: [{ type: "cancel_reservation", params: { unreadable: args } }] } },
    ]);
  },
);

test("an entry without the expected fields is a bad row with its place in the file, and its attempt has no proposal", async () => {
  put(trajectory([CANCEL]), { task_id: 3, trial: 1, info: {} }, 5);
  const [good, bad, worse] = await cases();
  expect(good).toMatchObject({ kind: "row", raw: { id: "task-3" } });
  expect(bad).toMatchObject({
    kind: "unreadable",
    faults: [{ where: { file, column: "1.info.task" } }, { where: { column: "1.traj" } }],
  });
  expect(worse).toMatchObject({ kind: "unreadable", faults: [{ where: { file, column: "2" } }] });
  expect(await proposals()).toMatchObject([
    { kind: "row" },
    { kind: "excluded", id: "task-3" },
    { kind: "excluded", id: "entry-2" },
  ]);
});

test("attempts that do not speak of the same task are a bad row", async () => {
  put(trajectory([]), trajectory([], { trial: 1, actions: [] }));
  expect(await cases()).toMatchObject([
    { kind: "row" },
    { kind: "unreadable", faults: [{ where: { column: "1" }, message: expect.stringContaining("task-3") }] },
  ]);
});

test("gzip, and a folder with one airline file, read the same", async () => {
  put(trajectory([CANCEL]));
  const plain = raws(await cases());
  writeFileSync(join(dir, "some-model-retail.json"), "[]");
  expect(raws(await cases(dir))).toEqual(plain);
  writeFileSync(join(dir, "zipped.json.gz"), gzipSync(JSON.stringify([trajectory([CANCEL])])));
  expect(raws(await cases(join(dir, "zipped.json.gz")))).toEqual(plain);
});

test.each([
  ["no file is named", () => undefined, "no file was named"],
  ["the file does not exist", () => join(dir, "nowhere.json"), "no such file"],
  ["the folder holds none", () => dir, "holds no airline trajectories"],
  [
    "the folder holds two",
    () => {
      for (const name of ["a-airline.json", "b-airline.json.gz"]) writeFileSync(join(dir, name), "[]");
      return dir;
    },
    "a-airline.json, b-airline.json.gz",
  ],
])("where %s, the reader says how to get the data", async (_, given, message) => {
  const failure = await all(tauCases(given()).cases).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EarnestError);
  expect(failure).toMatchObject({
    code: "DATA_MISSING",
    message: expect.stringContaining(message),
    next: expect.stringMatching(/tau-bench.*historical_trajectories.*--data FILE.*EARNEST_DATA/),
  });
});

test.each([
  ["broken JSON", Buffer.from("[{"), "expected an array as JSON"],
  ["one object", Buffer.from("{}"), "expected an array as JSON"],
  ["other bytes", Buffer.from([0x5b, 0xe9, 0x5d]), "expected UTF-8"],
  ["gzip cut short", gzipSync("[]").subarray(0, 15), "expected an undamaged gzip file"],
])("a file with %s is refused", async (_, bytes, message) => {
  writeFileSync(file, bytes);
  await expect(cases()).rejects.toMatchObject({
    code: "CASES_INVALID",
    message: expect.stringContaining(message),
    where: { file },
  });
});
