import { stringify } from "csv-stringify/sync";
import { cellText } from "../../reports/csvReport.ts";
import { EarnestError, messageOf } from "../errors.ts";
import type { ReviewsRead } from "../evidence/reviewLog.ts";
import { rulingOf } from "../evidence/reviewState.ts";
import { writeWhole } from "./writeWhole.ts";

const COLUMNS = [
  "entry",
  "at",
  "reviewer",
  "what",
  "case",
  "why",
  "types",
  "double",
  "choice",
  "ruling",
  "severity",
  "reason",
  "told",
  "guess",
];

/** What of a review log is written out; without the secret, no word of what an answer means for the agent. */
export type ReviewsOut = Pick<ReviewsRead, "plan" | "entries"> & { readonly secret: string | null };

/** Every record of a review log as CSV, in order, taken back ones included; no cell is read as a formula. Throws OUTPUT. */
export async function reviewExport({ plan, secret, entries }: ReviewsOut, file: string): Promise<void> {
  const rows = entries.map((entry, i) => {
    const item = plan.items[entry.item];
    const said = entry.kind === "answer" ? entry : undefined;
    const about = [item?.case, item?.why, item?.types.join(" "), item?.double === true ? "yes" : "no"];
    const answer =
      said === undefined
        ? ["", "", "", "", ""]
        : [said.choice, secret === null ? "" : rulingOf(said, secret), said.severity, said.reason, said.told ? "yes" : "no"];
    return [i + 1, entry.at, entry.by, entry.kind, ...about, ...answer, entry.kind === "guess" ? entry.guess : ""];
  });
  try {
    await writeWhole(file, stringify([COLUMNS, ...rows.map((row) => row.map(safe))]));
  } catch (cause) {
    throw new EarnestError("OUTPUT", `cannot write the reviews: ${messageOf(cause)}`, { where: { file }, cause });
  }
}

function safe<T>(cell: T): T | string {
  return typeof cell === "string" ? cellText(cell) : cell;
}
