import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import tauAirline from "./suite.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const shared = join(root, "../shared/data/tau-airline");
const present = existsSync(shared);
if (!present)
  console.warn("Skipped: the airline suite on real trajectories needs ../shared/data/tau-airline, which is not here.");

interface Side {
  readonly n: number;
  readonly matches: number;
  readonly outcomes: Record<string, number>;
}

interface Ran {
  readonly ok: boolean;
  readonly data: {
    readonly cases: number;
    readonly clusters: number;
    readonly attempts: number;
    readonly cells: { readonly total: number; readonly decidedActions: number; readonly proposedActions: number };
    readonly outcomes: Record<string, number>;
    readonly types: Record<string, { readonly proposed: Side; readonly decided: Side; readonly verdict: string }>;
  };
}

const folder = mkdtempSync(join(tmpdir(), "tau-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(data: string, name: string): Promise<Ran> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["harness/cli.ts", "run", "suites/tau-airline", "--data", data, "--run-dir", join(folder, name), "--json"],
    { cwd: root, maxBuffer: 2 ** 26 },
  );
  return JSON.parse(stdout) as Ran;
}

const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, n) => total + n, 0);

describe.skipIf(!present)("the recorded agent on the published airline tasks", () => {
  let ran: Ran;
  beforeAll(async () => {
    ran = await run(shared, "real");
  }, 60_000);

  test("40 tasks are 40 cases, though each was attempted four times", () => {
    expect(ran).toMatchObject({ ok: true, data: { cases: 40, clusters: 30, attempts: 160 } });
    expect(sum(ran.data.outcomes)).toBe(40);
    for (const { proposed, decided } of Object.values(ran.data.types)) {
      for (const side of [proposed, decided]) expect(sum(side.outcomes)).toBe(side.n);
      expect(Math.max(proposed.n, decided.n)).toBeLessThanOrEqual(40);
    }
  });

  test("every writing action of the expert and of the agent is in one cell", () => {
    // 44 expert actions at four attempts each; the agent's calls: 64 flight changes, 50 bookings, 46 cancellations, 29 transfers, 12 + 8 + 1 others.
    expect(ran.data.cells).toMatchObject({ decidedActions: 4 * 44, proposedActions: 210 });
    expect(ran.data.cells.total).toBeLessThanOrEqual(4 * 44 + 210 + 160);
  });

  test("what the expert decided is counted by task", () => {
    const decided = Object.fromEntries(
      Object.entries(ran.data.types).map(
        ([
          type,
          {
            decided: { n },
          },
        ]) => [type, n],
      ),
    );
    expect(decided).toMatchObject({
      book_reservation: 6,
      cancel_reservation: 8,
      update_reservation_flights: 10,
      update_reservation_baggages: 4,
      update_reservation_passengers: 2,
      send_certificate: 3,
    });
  });
});

test("a call whose arguments cannot be used is a failure in a cell of its own, and an attempt without a recording is one too", async () => {
  const call = (args: string) => [
    { role: "assistant", content: null, tool_calls: [{ id: "c", function: { name: "cancel_reservation", arguments: args } }] },
    { role: "tool", tool_call_id: "c", content: "ok" },
  ];
  const task = {
    user_id: "mia",
    instruction: "Cancel A1.",
    actions: [{ name: "cancel_reservation", kwargs: { reservation_id: "A1" } }],
  };
  const file = join(folder, "tiny-airline.json");
  writeFileSync(
    file,
    JSON.stringify([{ task_id: 0, trial: 0, info: { task }, traj: [...call("{broken"), ...call('{"reservation_id": "A1"}')] }]),
  );
  const { data } = await run(file, "tiny");
  expect(data).toMatchObject({
    cases: 1,
    attempts: 4,
    cells: { decidedActions: 4, proposedActions: 2 },
    outcomes: { failed: 1 },
  });
  expect(data.types["cancel_reservation"]?.proposed).toMatchObject({ n: 1, matches: 0, outcomes: { failed: 1 } });
}, 30_000);

describe("how actions are compared", () => {
  const { actions } = tauAirline({});
  const verdict = (type: string, decided: object, proposed: object) => actions[type]?.compare?.compare(decided, proposed).verdict;
  const [out, back] = [
    { flight_number: "HAT069", date: "2024-05-20" },
    { flight_number: "HAT276", date: "2024-05-25" },
  ];
  const change = { reservation_id: "A1", cabin: "economy", flights: [out, back], payment_id: "card" };

  test.each([
    ["flights in another order", { flights: [back, out] }, "same"],
    ["a flight that also says where it goes", { flights: [{ ...out, origin: "JFK", destination: "SEA" }, back] }, "same"],
    ["another date", { flights: [{ ...out, date: "2024-05-21" }, back] }, "different"],
    ["a flight left out", { flights: [out] }, "different"],
    ["another cabin", { cabin: "business" }, "different"],
    ["another payment", { payment_id: "gift" }, "different"],
    ["a parameter too many", { insurance: "yes" }, "different"],
  ])("a flight change with %s", (_, other, expected) => {
    expect(verdict("update_reservation_flights", change, { ...change, ...other })).toBe(expected);
  });

  test.each([
    [
      "the payments in another order",
      [
        { payment_id: "b", amount: 5 },
        { payment_id: "a", amount: 250 },
      ],
      "same",
    ],
    [
      "a tenth of a cent less",
      [
        { payment_id: "a", amount: 249.999 },
        { payment_id: "b", amount: 5 },
      ],
      "same",
    ],
    [
      "amounts exchanged",
      [
        { payment_id: "a", amount: 5 },
        { payment_id: "b", amount: 250 },
      ],
      "different",
    ],
    [
      "one payment twice",
      [
        { payment_id: "a", amount: 250 },
        { payment_id: "a", amount: 250 },
        { payment_id: "b", amount: 5 },
      ],
      "different",
    ],
  ])("a booking with %s", (_, payments, expected) => {
    const decided = {
      payment_methods: [
        { payment_id: "a", amount: 250 },
        { payment_id: "b", amount: 5 },
      ],
    };
    expect(verdict("book_reservation", decided, { payment_methods: payments })).toBe(expected);
  });
});
