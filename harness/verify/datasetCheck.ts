import type { PlacedDigest } from "../dataset/orderDigest.ts";
import type { RunHeader } from "../ledger/record.ts";
import { count, many } from "../words.ts";
import type { RunCheck } from "./verifyRun.ts";

/** Are the cases on record, with what people decided, the ones that were asked about? */
export function datasetCheck({ dataset }: RunHeader, kept: PlacedDigest, asked: number, stopped: boolean): RunCheck {
  const what = "dataset";
  if (dataset.orderDigest === undefined)
    return { what, state: "absent", says: "the run is older than the question whether its cases are as they were asked about" };
  const now = kept.digest();
  if (now === null) {
    const says = `not checked: ${count(kept.count)} of ${many(asked, "case")} on record, and the digest is over all`;
    // What stopped early never has them all.
    return { what, state: stopped ? "absent" : "unknown", says };
  }
  if (now === dataset.orderDigest)
    return { what, state: "holds", says: "the cases and what people decided are as they were asked about" };
  return { what, state: "broken", says: "the cases on record, or what people decided, are not the ones that were asked about" };
}
