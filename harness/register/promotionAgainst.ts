import type { Judgement, TypeJudgement } from "../run/judgement.ts";
import { many, shorten } from "../words.ts";
import { evidenceFrom } from "./evidenceFrom.ts";
import type { Register, RegisterEntry } from "./register.ts";

const DAY = 86_400_000;

/** What the promotion would be written with. */
export interface PromotionAsked {
  readonly now: string;
  readonly because?: string | undefined;
}

/** Everything that stands against promoting an action type on a judgement, in sentences; none where it may be. */
export function promotionAgainst(
  register: Register,
  judgement: Judgement,
  type: TypeJudgement,
  { now, because }: PromotionAsked,
): string[] {
  const { decided } = type;
  const stands = register.actions.get(type.type)?.rung;
  const entries = register.history.filter((entry) => entry.type === type.type);
  const demoted = entries.findLast(({ kind }) => kind === "demote");
  const counted = judgement.runs.filter(({ otherVersion }) => !otherVersion);
  const loosened = loosenedFor(judgement, type);
  const said = [
    decided.verdict !== "promote" && `${decided.why} What would change it: ${decided.change}`,
    stands !== decided.at && `It stands on ${stands ?? "no rung"} in the register, and the gate was about ${decided.at}.`,
    usedBefore(entries, judgement),
    demoted !== undefined &&
      counted.some(({ startedAt }) => startedAt < demoted.at) &&
      `It was demoted on ${demoted.at.slice(0, 10)}, and what was seen before that cannot undo it: it takes a run made since.`,
    tooSoon(register, judgement.ladder.pace, now),
    loosened.length > 0 &&
      because === undefined &&
      `The gate was loosened after the run had begun: ${shorten(loosened.join(" "), 300)} Running the same cases again does not mend that: it takes cases whose answers nobody had seen when the gate was changed, or a reason with --because, which the register keeps.`,
  ];
  return said.filter((one) => typeof one === "string");
}

/** How the gate of a type was loosened, by itself or with all the others, in sentences. */
export function loosenedFor({ loosened }: Judgement, { type }: TypeJudgement): string[] {
  return loosened.filter((one) => one.type === null || one.type === type).map(({ says }) => says);
}

/** The same evidence leads up once. */
function usedBefore(entries: readonly RegisterEntry[], judgement: Judgement): string | undefined {
  const { run, ledger, with: others = [] } = evidenceFrom(judgement);
  const mine = [run, ...others];
  for (const { kind, evidence, at, to } of entries) {
    if (kind !== "promote" || evidence === null) continue;
    const again =
      [evidence.run, ...(evidence.with ?? [])].find((id) => mine.includes(id)) ?? (evidence.ledger === ledger ? run : undefined);
    if (again !== undefined)
      return `The run ${again} has led it to ${to} already, on ${at.slice(0, 10)}: the same evidence leads up once.`;
  }
  return undefined;
}

function tooSoon({ history }: Register, pace: number | null, now: string): string | undefined {
  const last = history.findLast(({ kind }) => kind === "promote");
  if (last === undefined || pace === null) return undefined;
  const due = Date.parse(last.at) + pace * DAY;
  if (Date.parse(now) >= due) return undefined;
  return `The ladder asks for ${many(pace, "day")} between one promotion and the next, of any action type. The last, of ${shorten(last.type, 60)}, was on ${last.at.slice(0, 10)}: the next may be on ${new Date(due).toISOString().slice(0, 10)}.`;
}
