import { DRILLS, type DrillName } from "../drill/drill.ts";
import { DRILL_WORDS } from "../drill/drillWords.ts";
import { EarnestError } from "../errors.ts";
import { drilledBy } from "../evidence/drilledBy.ts";
import { type DrillFact, drillAge, notInForce } from "../evidence/drillFact.ts";
import type { TypeFacts } from "../evidence/typeFacts.ts";
import { rowSize } from "../evidence/undoneOn.ts";
import { count, inWords, many, shorten } from "../words.ts";
import { checkAmount, checkSettings } from "./checkParams.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf, type Found } from "./criterionOf.ts";
import { daysUp } from "./days.ts";

const NAME = "drillsHold";

/** Which drills have to have held, by default all that the row names, and how many days old the newest of each may be. */
export interface DrillsDemand {
  readonly days: number;
  readonly drills?: readonly DrillName[];
}

/** What the row of an action type adds to it. */
interface OfRow {
  readonly drills?: readonly DrillName[];
  readonly size?: number;
  readonly engines?: readonly string[];
}

/**
 * Did every undo drill hold? Each kind was made on every engine of the row's fixture, in batches as large as the row says, with what is in
 * force (agent version, handler, fixture, drill); none of them broke a promise, the newest of each is at most `days` old, and each noticed an
 * undo that only pretended.
 */
export function drillsHold(demand: DrillsDemand): Criterion {
  checkSettings(NAME, demand, "drillsHold({ days: 90 })");
  const { days, drills } = demand;
  checkAmount(NAME, "days", days);
  if (drills !== undefined && (!Array.isArray(drills) || drills.length === 0 || drills.some((one) => !DRILLS.includes(one))))
    throw new EarnestError("SUITE_BROKEN", `${NAME} expects drills as names, got ${shorten(String(drills), 100)}`, {
      next: `There are ${DRILLS.join(", ")}`,
    });
  const asked = drills === undefined ? {} : { drills: [...drills] };
  return {
    ...criterion(demand, asked),
    of: (row) => {
      const drilled = drilledBy(row.drills).filter(({ drill }) => drills?.includes(drill) ?? true);
      if (drilled.length === 0) return criterion(demand, asked);
      return criterion(demand, {
        drills: drills === undefined ? [...new Set(drilled.map(({ drill }) => drill))] : [...drills],
        size: Math.min(...drilled.map(({ size }) => size)),
        engines: [...new Set(drilled.flatMap(({ engines }) => engines))],
      });
    },
  };
}

function criterion(demand: DrillsDemand, ofRow: OfRow): Criterion {
  const { drills, size, engines } = ofRow;
  const each = drills === undefined ? "every drill of its row" : many(drills.length, "named drill");
  const batches = size === undefined ? "" : `, in batches of at least ${count(size)}`;
  const on = engines === undefined ? "" : ` on ${engines.join(" and ")}`;
  return criterionOf(
    {
      name: NAME,
      params: { days: demand.days, ...ofRow },
      question: "Did every undo drill hold?",
      limit: `${each} held${on}${batches}, each made at most ${daysUp(demand.days)} ago`,
    },
    ({ facts }) => find(demand, facts),
  );
}

function find({ days, drills }: DrillsDemand, facts: TypeFacts): Found {
  const asked = [...new Set(drills ?? facts.drilled.map(({ drill }) => drill))];
  const mine = facts.drills.filter((drill) => notInForce(drill, facts) === null);
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
  const open = asked.map((drill) => [drill, lackingOf(drill, of(drill), facts, days)] as const).filter(([, why]) => why !== null);
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
    because:
      some.length === 1
        ? "The one drill held, and noticed an undo that only pretended."
        : `All ${many(some.length, "drill")} of ${many(asked.length, "kind")} held, and each kind noticed an undo that only pretended.`,
    fact: `${count(some.length)} of ${count(some.length)} held`,
    detail: many(asked.length, "kind"),
    change: "one drill that does not hold.",
    numbers,
  };
}

/** Why the drills of one kind do not count, on one engine of its row's fixture or on any; null where they do. */
function lackingOf(drill: DrillName, all: readonly DrillFact[], facts: TypeFacts, days: number): string | null {
  const size = rowSize(facts, { drill });
  const engines = new Set(facts.drilled.filter((one) => one.drill === drill).flatMap((one) => one.engines));
  if (all.length === 0) return "was not made with this version";
  for (const engine of engines) {
    const here = all.filter(({ made }) => made?.engine === engine);
    const why = here.length === 0 ? "was never drilled" : lacking(here, size, facts.asOf, days);
    if (why !== null) return engines.size === 1 ? why : `${why} on ${engine}`;
  }
  return engines.size === 0 ? lacking(all, size, facts.asOf, days) : null;
}

/** What carried nothing out shows nothing. */
function lacking(all: readonly DrillFact[], size: number, asOf: string, days: number): string | null {
  const some = all.filter(({ actions }) => actions > 0);
  if (some.length === 0) return "carried nothing out";
  if (some.some(({ control }) => control === undefined)) return "has no negative control";
  const batchOf = ({ made, actions }: DrillFact) => made?.size ?? actions;
  const large = some.filter((drill) => batchOf(drill) >= size);
  if (large.length === 0)
    return `was tried with batches of ${count(Math.max(...some.map(batchOf)))} where the row says ${count(size)}`;
  const ages = large.map((drill) => drillAge(drill, asOf));
  if (ages.some((age) => Math.abs(age) <= days)) return null;
  const least = Math.min(...ages);
  return least < 0 ? `is dated ${daysUp(-least)} ahead of the evidence` : `is ${daysUp(least)} old`;
}
