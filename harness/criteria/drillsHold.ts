import { DRILLS, type DrillName } from "../drill/drill.ts";
import { DRILL_WORDS } from "../drill/drillWords.ts";
import { EarnestError } from "../errors.ts";
import type { DrillRecord } from "../evidence/drills.ts";
import { inForce } from "../evidence/drillsSeen.ts";
import type { TypeFacts } from "../evidence/typeFacts.ts";
import { count, inWords, many, shorten } from "../words.ts";
import { checkAmount, checkSettings } from "./checkParams.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf, type Found } from "./criterionOf.ts";
import { daysUp } from "./days.ts";

const NAME = "drillsHold";
const DAY = 86_400_000;

/** Which drills have to have held, by default all that the row names, and how many days old the newest of each may be. */
export interface DrillsDemand {
  readonly days: number;
  readonly drills?: readonly DrillName[];
}

/**
 * Did every undo drill hold? Each kind was made with the agent version under test and the handler in force, none of them broke a promise, the
 * newest of each is at most `days` old, and each noticed an undo that only pretended.
 */
export function drillsHold(demand: DrillsDemand): Criterion {
  checkSettings(NAME, demand, "drillsHold({ days: 90 })");
  const { days, drills } = demand;
  checkAmount(NAME, "days", days);
  if (drills !== undefined && (!Array.isArray(drills) || drills.length === 0 || drills.some((one) => !DRILLS.includes(one))))
    throw new EarnestError("SUITE_BROKEN", `${NAME} expects drills as names, got ${shorten(String(drills), 100)}`, {
      next: `There are ${DRILLS.join(", ")}`,
    });
  return criterionOf(
    {
      name: NAME,
      params: { days, ...(drills === undefined ? {} : { drills: [...drills] }) },
      question: "Did every undo drill hold?",
      limit: `${drills === undefined ? "every drill of its row" : many(drills.length, "named drill")} held, each made at most ${daysUp(days)} ago`,
    },
    ({ facts }) => find(demand, facts),
  );
}

function find({ days, drills }: DrillsDemand, facts: TypeFacts): Found {
  const asked = [...new Set(drills ?? facts.drilled.map(({ drill }) => drill))];
  const mine = facts.drills.filter(({ agent, handler }) => agent === facts.version && inForce(handler, facts.drilled));
  const of = (drill: DrillName) => mine.filter((one) => one.drill === drill);
  const some = asked.flatMap(of);
  const numbers = { asked: asked.length, drills: some.length, limitDays: days };
  if (asked.length === 0)
    return {
      verdict: "insufficient",
      because: "Its row names no undo drill, so none could hold.",
      fact: "no drill",
      change: "drills in its row, and earnest drill.",
      numbers,
    };
  const void_ = some.find(({ control }) => control === "missed");
  const broken = some.filter(({ broken: n = 0 }) => n > 0);
  const [first] = broken;
  if (void_?.drill !== undefined)
    return {
      verdict: "not-met",
      because: `The drill “${DRILL_WORDS[void_.drill]}” is void: an undo that only pretended was not noticed by it.`,
      fact: "void",
      detail: DRILL_WORDS[void_.drill],
      change: "a fixture that shows all that an act changes.",
      numbers,
    };
  if (first !== undefined)
    return {
      verdict: "not-met",
      because: `${count(broken.length)} of ${many(some.length, "drill")} broke a promise.${first.because === undefined ? "" : ` ${shorten(first.because, 160)}`}`,
      fact: `${count(some.length - broken.length)} of ${count(some.length)} held`,
      detail: [...new Set(broken.map(({ drill }) => DRILL_WORDS[drill as DrillName]))].join(", "),
      change: "a mended undo, in a new version, whose drills all hold.",
      numbers: { ...numbers, broken: broken.length },
    };
  const open = asked.map((drill) => [drill, lacking(of(drill), facts.asOf, days)] as const).filter(([, why]) => why !== null);
  const [lack] = open;
  if (lack !== undefined)
    return {
      verdict: "insufficient",
      because: `Of ${many(asked.length, "kind")} of drill, ${inWords(open.length)} ${open.length === 1 ? "does" : "do"} not count yet: “${DRILL_WORDS[lack[0]]}” ${lack[1]}.`,
      fact: `${count(asked.length - open.length)} of ${many(asked.length, "kind")} done`,
      detail: open.map(([drill]) => DRILL_WORDS[drill]).join(", "),
      change: `earnest drill, with ${open.length === asked.length ? "every one of them" : open.map(([drill]) => `“${DRILL_WORDS[drill]}”`).join(", ")}.`,
      numbers: { ...numbers, open: open.length },
    };
  return {
    verdict: "met",
    because: `All ${many(some.length, "drill")} of ${many(asked.length, "kind")} held, and each kind noticed an undo that only pretended.`,
    fact: `${count(some.length)} of ${count(some.length)} held`,
    detail: many(asked.length, "kind"),
    change: "one drill that does not hold.",
    numbers,
  };
}

/** Why the drills of one kind do not count; null where they do. What carried nothing out shows nothing. */
function lacking(all: readonly DrillRecord[], asOf: string, days: number): string | null {
  const some = all.filter(({ actions }) => actions > 0);
  if (all.length === 0) return "was not made with this version";
  if (some.length === 0) return "carried nothing out";
  if (some.some(({ control }) => control === undefined)) return "has no negative control";
  const ages = some.map(({ at }) => (Date.parse(asOf) - Date.parse(at)) / DAY);
  if (ages.some((age) => Math.abs(age) <= days)) return null;
  const least = Math.min(...ages);
  return least < 0 ? `is dated ${daysUp(-least)} ahead of the evidence` : `is ${daysUp(least)} old`;
}
