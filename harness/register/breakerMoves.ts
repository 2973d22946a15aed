import type { Judgement, TypeJudgement } from "../run/judgement.ts";
import type { ReadySuite } from "../suite.ts";
import type { Move } from "./enter.ts";
import { envelopeAt } from "./envelopeAt.ts";
import { evidenceFrom } from "./evidenceFrom.ts";
import { ledDown } from "./ledDown.ts";
import type { Register } from "./register.ts";

const BREAKER = "earnest gate, circuit breaker";

/** The demotions that a gate writes by itself: where the suite's row says so, and what was seen is newer than what the rung rests on. */
export function breakerMoves(
  register: Register,
  suite: ReadySuite,
  judgement: Judgement,
  types: readonly TypeJudgement[],
  at: string,
): Move[] {
  return types.flatMap(({ type, breaker, decided }) => {
    const row = register.actions.get(type);
    if (!breaker || decided.verdict !== "demote" || row?.rung !== decided.at || decided.to === decided.at) return [];
    if (!isNews(register, type, judgement, at)) return [];
    return [
      {
        type,
        kind: "demote",
        to: decided.to,
        at,
        by: BREAKER,
        because: decided.why,
        evidence: evidenceFrom(judgement),
        envelope: envelopeAt(suite, type, decided.to),
        expires: row.expires,
      },
    ];
  });
}

/** What cost a rung once does not cost the next one too, and what a promotion has answered does not undo it. */
function isNews(register: Register, type: string, { run, runs }: Judgement, now: string): boolean {
  if (ledDown(register, type, run.id) !== undefined) return false;
  const entries = register.history.filter((entry) => entry.type === type);
  const last = entries.at(-1);
  if (last === undefined || last.kind === "began") return true;
  const counted = runs.filter(({ otherVersion }) => !otherVersion);
  // By a clock that ran ahead nothing can be put in order: what no entry rests on is news.
  if (last.at > now) {
    const used = new Set(entries.flatMap(({ evidence }) => (evidence === null ? [] : [evidence.run, ...(evidence.with ?? [])])));
    return !counted.some(({ id }) => used.has(id));
  }
  return last.kind === "promote" ? run.startedAt >= last.at : counted.every(({ startedAt }) => startedAt >= last.at);
}
