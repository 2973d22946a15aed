import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Sidecar } from "../../reports/pageOptions.ts";
import { sameJson } from "../canonical.ts";
import { messageOf } from "../errors.ts";
import { type ReadCase, readRun } from "../run/readRun.ts";
import { fileBeside } from "../verify/fileBeside.ts";
import type { RunCheck } from "../verify/verifyRun.ts";
import { many, shorten } from "../words.ts";

/** Bytes; larger is no file that was written beside a page, packed or not. */
const LARGEST = { packed: 2 ** 31, whole: 2 ** 32 };

/** The file of all cases that a page names, against the digest in the page and, case by case, against the runs that count. */
export function besideCheck(page: string, { name, sha256, cases }: Sidecar, runDirs: readonly string[]): RunCheck {
  const what = "report";
  const file = `${shorten(name, 80)}, which the page names,`;
  const broken = (says: string): RunCheck => ({ what, state: "broken", says: `${file} ${says}` });
  const bytes = fileBeside(join(dirname(page), name), LARGEST.packed);
  if (bytes === null) return { what, state: "absent", says: `${file} is not beside it: get it from whoever drew the page` };
  if (typeof bytes === "string") return broken(bytes);
  if (createHash("sha256").update(bytes).digest("hex") !== sha256) return broken("is another one than when the page was drawn");
  let whole: Buffer;
  try {
    whole = gunzipSync(bytes, { maxOutputLength: LARGEST.whole });
  } catch (error) {
    return broken(`cannot be unpacked: ${messageOf(error)}`);
  }
  const differs = firstOther(whole, runDirs);
  if (typeof differs === "string") return broken(differs);
  if (differs !== cases) return broken(`holds ${many(differs, "case")}, and the page says ${cases}`);
  return { what, state: "holds", says: `${file} holds all ${many(cases, "case")} as the ledger does` };
}

/** How many cases it holds, one for each line; a sentence without its subject where one is not that of the ledger. */
function firstOther(whole: Buffer, runDirs: readonly string[]): number | string {
  const seen = new Set<string>();
  let at = 0;
  let other: string | undefined;
  const take = ({ case: one, observations }: ReadCase) => {
    if (other !== undefined || seen.has(one.id)) return;
    seen.add(one.id);
    const end = whole.indexOf("\n", at);
    const line = whole.subarray(at, end < 0 ? whole.length : end).toString();
    at = end < 0 ? whole.length : end + 1;
    if (!isOf(line, { case: one, observations })) other = one.id;
  };
  for (const dir of runDirs) readRun(dir, { case: take });
  if (other !== undefined) return `is not what the ledger gives: case ${shorten(other, 100)} is another one there`;
  return at < whole.length ? "holds more than the ledger does" : seen.size;
}

/** Who decided, and how long that took, may be left out of what leaves the house. */
const LEFT_OUT = ["by", "seconds"] as const;

function isOf(line: string, row: Pick<ReadCase, "case" | "observations">): boolean {
  let found: unknown;
  try {
    found = JSON.parse(line);
  } catch {
    // Then it is no case at all.
    return false;
  }
  const ours = JSON.parse(JSON.stringify(row)) as { case: { decisions: Record<string, unknown>[] } };
  const theirs = Object(Object(found).case).decisions as unknown;
  for (const [i, decision] of ours.case.decisions.entries()) {
    const same = Object(Array.isArray(theirs) ? theirs[i] : undefined) as object;
    for (const key of LEFT_OUT) if (!Object.hasOwn(same, key)) delete decision[key];
  }
  return sameJson(found, ours);
}
