import { type Loosened, loosened, type RulesKept } from "../gate/loosened.ts";
import type { RunHeader } from "../ledger/record.ts";
import type { ReadySuite } from "../suite.ts";
import { many, shorten } from "../words.ts";
import type { RunCheck } from "./verifyRun.ts";

/** A verdict as a report gives it. */
export interface Given {
  readonly type: string;
  readonly verdict: string;
}

const LISTED = 20;

/**
 * Are the gates at least as hard as those the runs began with? Where not, each change is named, from and to, and each verdict that came
 * out otherwise: `before` as a report gives it that was drawn by the rules of then, `now` by the suite as it stands.
 */
export function gateCheck(
  suite: Pick<ReadySuite, "digest" | "rules" | "title">,
  headers: readonly Pick<RunHeader, "suite">[],
  before: readonly Given[] | undefined,
  now: () => readonly Given[],
): RunCheck {
  const what = "gate";
  const changed = headers.filter((header) => header.suite.digest !== suite.digest);
  if (changed.length === 0) return { what, state: "holds", says: "the rules of the suite are those that the run began with" };
  const found = changed.flatMap((header) => loosened(header.suite.rules as RulesKept, suite.rules as RulesKept, suite.title));
  const looser = [...new Set(found.map(({ says }: Loosened) => says))];
  if (looser.length === 0)
    return { what, state: "absent", says: "the rules of the suite changed since the run began, and no gate is looser for it" };
  const moved = before === undefined ? [] : verdictsMoved(before, now(), suite.title);
  return {
    what,
    state: "broken",
    says: `the gate was loosened after the run began, in ${many(looser.length, "way")}`,
    details: [...moved, ...looser].slice(0, LISTED),
  };
}

function verdictsMoved(before: readonly Given[], now: readonly Given[], title: (type: string) => string): string[] {
  return before.flatMap(({ type, verdict }) => {
    const is = now.find((one) => one.type === type)?.verdict;
    if (is === undefined || is === verdict) return [];
    return [`“${shorten(title(type), 60)}”: ${verdict} by the rules of the run, and ${is} by the suite now.`];
  });
}
