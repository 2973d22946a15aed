import { EarnestError, formatWhere, messageOf } from "../../errors.ts";
import type { Check } from "./check.ts";

/** What was thrown, as a check that failed. */
export function failedCheck(topic: Check["topic"], what: string, error: unknown): Check {
  const known = error instanceof EarnestError ? error : undefined;
  const where = known?.where === undefined ? "" : ` (${formatWhere(known.where)})`;
  const details = (known?.details ?? []).slice(0, 3);
  const says = `${what}${[`${messageOf(error)}${where}`, ...details].join("; ")}`;
  return { topic, state: "FAIL", says, next: known?.next ?? "Mend it, then ask the doctor again" };
}
