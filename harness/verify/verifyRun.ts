import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sameJson } from "../canonical.ts";
import { quote } from "../comparators/quote.ts";
import { messageOf } from "../errors.ts";
import type { RunHeader } from "../ledger/record.ts";
import { openRun } from "../run/openRun.ts";
import { count, many, shorten } from "../words.ts";
import { firstDifference } from "./firstDifference.ts";
import { caseAt, KeptOrder } from "./keptOrder.ts";

/** It holds; it does not; it is not there; or it cannot be told, and `says` why. */
export type CheckState = "holds" | "broken" | "absent" | "unknown";

/** One thing that was checked about a run, without asking the agent anything. */
export interface RunCheck {
  readonly what: "ledger" | "head" | "order" | "manifest" | "cassette" | "report";
  readonly state: CheckState;
  readonly says: string;
}

/** A run whose folder was read, with what was found. */
export interface VerifiedRun {
  readonly dir: string;
  readonly header: RunHeader;
  /** Hash of the ledger's last record. */
  readonly head: string;
  readonly checks: readonly RunCheck[];
}

const MANIFEST = "manifest.json";
const HEAD_SHOWN = 16;

/**
 * Checks a run's folder: the chain of its ledger and whether it contradicts itself, the places of its cases in the seed's order, and its
 * manifest. `kept` is a ledger's head, or the beginning of one, that was kept elsewhere. Throws what `openRun` throws.
 */
export function verifyRun(dir: string, kept?: string): VerifiedRun {
  const { frame, rows } = openRun(dir);
  const { header } = frame;
  const order = new KeptOrder(header.seed, header.asked.cases);
  for (const row of rows) if (row.kind === "case") order.add(row);
  const { head, torn } = frame.end;
  const asked = header.asked.cases;
  const cut = frame.ended === null ? "; it was cut off before its end" : "";
  const tail = torn === null ? "" : `; a last record of ${many(torn.bytes, "byte")} was being written and does not count`;
  return {
    dir,
    header,
    head,
    checks: [
      {
        what: "ledger",
        state: "holds",
        says: `the chain of the ledger holds, with ${count(frame.observed)} of ${many(asked, "case")}; head ${head.slice(0, HEAD_SHOWN)}${cut}${tail}`,
      },
      ...(kept === undefined ? [] : [headCheck(head, kept)]),
      orderCheck(dir, header.seed, order.misplaced()),
      manifestCheck(dir, header),
    ],
  };
}

function headCheck(head: string, kept: string): RunCheck {
  if (head.startsWith(kept)) return { what: "head", state: "holds", says: "the head of the ledger is the one that was kept" };
  const says = `the head of the ledger is ${head}, not ${shorten(kept, HEAD_SHOWN * 2)}: the ledger was written anew, or went on`;
  return { what: "head", state: "broken", says };
}

function orderCheck(dir: string, seed: number, misplaced: number | null): RunCheck {
  if (misplaced === null) return { what: "order", state: "holds", says: `the cases stand in the sampling order of seed ${seed}` };
  const id = shorten(String(caseAt(dir, misplaced)), 100);
  return {
    what: "order",
    state: "broken",
    says: `case ${id} stands at place ${misplaced + 1}, where the sampling order of seed ${seed} does not put it`,
  };
}

function manifestCheck(dir: string, header: RunHeader): RunCheck {
  const what = "manifest";
  const file = join(dir, MANIFEST);
  if (!existsSync(file)) return { what, state: "absent", says: "there is no manifest.json; the ledger holds the same" };
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return { what, state: "broken", says: `manifest.json cannot be read: ${messageOf(error)}` };
  }
  if (sameJson(manifest, header)) return { what, state: "holds", says: "manifest.json says what the ledger says" };
  const found = firstDifference(header, manifest);
  return {
    what,
    state: "broken",
    says: `manifest.json says ${found?.at} is ${quote(found?.now)}, and the ledger ${quote(found?.recorded)}`,
  };
}
