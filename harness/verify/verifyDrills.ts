import { openDrills } from "../drill/drillLedger.ts";
import type { DrillsHeader } from "../drill/drillRecord.ts";
import { differsFromSeen } from "../drill/resultOf.ts";
import { count, many, shorten } from "../words.ts";
import type { RunCheck } from "./verifyRun.ts";

/** So many faults are listed one by one. */
const LISTED = 20;
const HEAD_SHOWN = 16;

/** A folder of drills that was read, with what was found. */
export interface VerifiedDrills {
  readonly dir: string;
  readonly header: DrillsHeader;
  /** Hash of the ledger's last record. */
  readonly head: string;
  readonly checks: readonly RunCheck[];
}

/**
 * Checks a folder of drills: the chain of its ledger, and whether judging each drill again by what it left gives what is on record. Throws
 * what `openDrills` throws, which names the line that was changed.
 */
export function verifyDrills(dir: string): VerifiedDrills {
  const { header, results, frame } = openDrills(dir);
  const details: string[] = [];
  let read = 0;
  let differing = 0;
  for (const result of results) {
    read++;
    const differs = differsFromSeen(result);
    if (differs === undefined) continue;
    differing++;
    if (details.length < LISTED) details.push(differs);
  }
  const { head, torn } = frame.journal;
  const cut = frame.end === null ? "; it was cut off before its end" : frame.end.interrupted ? "; it was interrupted" : "";
  const tail = torn === null ? "" : `; a last record of ${many(torn.bytes, "byte")} was being written and does not count`;
  const again: RunCheck =
    differing === 0
      ? {
          what: "drills",
          state: "holds",
          says: `judging ${read === 1 ? "the drill" : `all ${many(read, "drill")}`} again gives what is on record`,
        }
      : {
          what: "drills",
          state: "broken",
          says: `${count(differing)} of ${many(read, "drill")} on record ${differing === 1 ? "says" : "say"} something else than judging ${differing === 1 ? "it" : "them"} again`,
          details,
        };
  return {
    dir,
    header,
    head,
    checks: [
      {
        what: "drills",
        state: "holds",
        says: `the chain of the drills ${shorten(header.id, 60)} holds, with ${many(read, "drill")}; head ${head.slice(0, HEAD_SHOWN)}${cut}${tail}`,
      },
      again,
    ],
  };
}
