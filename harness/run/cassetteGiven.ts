import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { CASSETTE } from "../cassette/cassette.ts";
import { EarnestError } from "../errors.ts";
import { newJournalEnd, readJournal } from "../journal/readJournal.ts";
import type { PlayedCassette, RunHeader } from "../ledger/record.ts";
import type { ModelOptions } from "./models.ts";
import { headerIn } from "./nights.ts";
import { journalOf } from "./runFolder.ts";

/** The cassette that a run in `dir` is given to play, and whose answers it holds; null where it plays none. Throws CASSETTE_CORRUPT. */
export function cassetteGiven(dir: string, cassette: ModelOptions["cassette"]): PlayedCassette | null {
  // Its own is no other one's; whoever opens it refuses it.
  if (cassette === undefined || cassette.replay === "off" || resolve(cassette.path) === resolve(join(dir, "cassette")))
    return null;
  const { path, replay } = cassette;
  const end = newJournalEnd();
  if (existsSync(path)) for (const _ of readJournal(CASSETTE, path, end));
  return { path, replay, head: end.records === 0 ? null : end.head, recordedBy: recordedBy(resolve(path)) };
}

/** The run in whose folder a cassette lies; where that was played from another one, the run that asked the models. */
function recordedBy(path: string): PlayedCassette["recordedBy"] {
  const dir = dirname(path);
  if (basename(path) !== "cassette" || !existsSync(journalOf(dir))) return null;
  const header = headerOrNone(dir);
  if (header === undefined) return null;
  if (header.cassette != null && header.cassette.head !== null) return header.cassette.recordedBy;
  return { agent: header.agent.name, version: header.agent.version, run: header.id };
}

function headerOrNone(dir: string): RunHeader | undefined {
  try {
    return headerIn(dir);
  } catch (error) {
    // Of a record that does not hold together, nobody can say whose it is.
    if (error instanceof EarnestError) return undefined;
    throw error;
  }
}
