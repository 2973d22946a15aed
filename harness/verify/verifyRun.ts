import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sameJson } from "../canonical.ts";
import { quote } from "../comparators/quote.ts";
import { PlacedDigest } from "../dataset/orderDigest.ts";
import { EarnestError, messageOf } from "../errors.ts";
import { newJournalEnd } from "../journal/readJournal.ts";
import { readLedger } from "../ledger/readLedger.ts";
import type { RunHeader } from "../ledger/record.ts";
import { openRun, type RunFrame } from "../run/openRun.ts";
import { journalOf } from "../run/runFolder.ts";
import { count, many, shorten } from "../words.ts";
import { brokenRecord } from "./brokenRecord.ts";
import { type Coverage, CoverageCount, type Unkept } from "./coverage.ts";
import { datasetCheck } from "./datasetCheck.ts";
import { firstDifference } from "./firstDifference.ts";
import { type KeptAnswers, keptAnswers } from "./keptAnswers.ts";
import { keptExchanges } from "./keptExchanges.ts";
import { caseAt, KeptOrder } from "./keptOrder.ts";

/** It holds; it does not; it is not there; or it cannot be told, and `says` why. */
export type CheckState = "holds" | "broken" | "absent" | "unknown";

/** One thing that was checked about a run, without asking the agent anything. */
export interface RunCheck {
  readonly what:
    | "ledger"
    | "head"
    | "order"
    | "dataset"
    | "manifest"
    | "cassette"
    | "drills"
    | "gate"
    | "report"
    | "signature"
    | "signoff";
  readonly state: CheckState;
  readonly says: string;
  /** One line for each single fault, where one check stands for many; at most 20. */
  readonly details?: readonly string[];
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
 * Checks a run's folder: the chain of its ledger and whether it contradicts itself, the places of its cases in the seed's order, its manifest,
 * and its cassette against the answers on record. `kept` is a ledger's head, or the beginning of one, that was kept elsewhere.
 * Throws what `openRun` throws, and CASSETTE_CORRUPT.
 */
export async function verifyRun(dir: string, kept?: string): Promise<VerifiedRun> {
  return namingBroken(dir, () => verifiedRun(dir, kept));
}

async function verifiedRun(dir: string, kept: string | undefined): Promise<VerifiedRun> {
  const { frame, rows } = openRun(dir);
  const { header } = frame;
  const order = new KeptOrder(header.seed, header.asked.cases);
  const placed = new PlacedDigest(header.asked.cases);
  const told = new CoverageCount();
  await using answers = keptAnswers(dir);
  for (const row of rows) {
    if (row.kind !== "case") continue;
    order.add(row);
    placed.add(row.seq, JSON.stringify(row.case));
    for (const { attempt, trace } of row.observations)
      told.attempt({ seq: row.seq, case: row.case.id, attempt }, keptExchanges(trace.steps, answers.digestOf));
  }
  const { head } = frame.end;
  return {
    dir,
    header,
    head,
    checks: [
      ledgerCheck(frame),
      ...(kept === undefined ? [] : [headCheck(dir, head, kept)]),
      orderCheck(dir, header.seed, order.misplaced()),
      datasetCheck(header, placed, header.asked.cases, frame.stopped),
      manifestCheck(dir, header),
      ...cassetteChecks(header, answers, told.coverage()),
    ],
  };
}

function ledgerCheck({ header, observed, ended, end: { head, torn } }: RunFrame): RunCheck {
  const cut = ended === null ? "; it was cut off before its end" : "";
  const tail = torn === null ? "" : `; a last record of ${many(torn.bytes, "byte")} was being written and does not count`;
  const says = `the chain of the ledger holds, with ${count(observed)} of ${many(header.asked.cases, "case")}; head ${head.slice(0, HEAD_SHOWN)}`;
  return { what: "ledger", state: "holds", says: `${says}${cut}${tail}` };
}

/** The ledger holds the digest of every answer, so that a cassette written anew in a chain of its own does not fit. */
function cassetteChecks({ models = [] }: RunHeader, kept: KeptAnswers, { exchanges, unkept }: Coverage): RunCheck[] {
  const what = "cassette";
  const { n, missing, changed } = exchanges;
  if (kept.cassette === null && n === 0)
    return models.length === 0 ? [] : [{ what, state: "absent", says: "no model was called, and no cassette is there" }];
  const details = unkept.map(unkeptSaid);
  const among = `of ${many(n, "answer")} of models on record`;
  if (changed > 0) {
    const says = `the cassette was changed: ${count(changed)} ${among} ${changed === 1 ? "is" : "are"} another one there`;
    return [{ what, state: "broken", says, details }];
  }
  if (missing > 0) {
    const says = `${count(missing)} ${among} ${missing === 1 ? "is" : "are"} not in ${kept.cassette === null ? "the folder, which holds no cassette" : "the cassette"}`;
    return [{ what, state: "unknown", says, details }];
  }
  const all = n === 0 ? "no answer of a model is on record" : `all ${many(n, "answer")} of models on record are in it, unchanged`;
  const says = `the chain of the cassette holds; ${all}`;
  return [{ what, state: "holds", says }];
}

/** An exchange that is not kept as it was, in a line. */
export function unkeptSaid({ case: id, attempt, step, fault }: Unkept): string {
  const how =
    fault === "changed" ? "the answer in the cassette is not the one the agent was told" : "the cassette holds no answer";
  return `case ${shorten(id, 100)}, attempt ${attempt}, step ${step}: ${how}`;
}

/** The checks of a ledger that does not hold together end here, with its records named. */
async function namingBroken<T>(dir: string, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    throw error instanceof EarnestError ? brokenRecord(dir, error) : error;
  }
}

function headCheck(dir: string, head: string, kept: string): RunCheck {
  const what = "head";
  if (head.startsWith(kept)) return { what, state: "holds", says: "the head of the ledger is the one that was kept" };
  const more = recordsAfter(dir, kept);
  if (more !== undefined)
    return { what, state: "holds", says: `the ledger went on from the head that was kept, with ${many(more, "more record")}` };
  const says = `no record of the ledger has the head that was kept (${shorten(kept, HEAD_SHOWN * 2)}): it was written anew`;
  return { what, state: "broken", says };
}

/** How many records stand behind the one with this head; undefined where there is no such record. */
export function recordsAfter(dir: string, kept: string): number | undefined {
  const end = newJournalEnd();
  let found: number | undefined;
  for (const _ of readLedger(journalOf(dir), end)) if (end.head.startsWith(kept)) found = end.records;
  return found === undefined ? undefined : end.records - found;
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
