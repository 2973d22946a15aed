import { type DrillsSeen, drillsSeen } from "../evidence/drillsSeen.ts";
import type { TypeFacts } from "../evidence/typeFacts.ts";
import { DRILL_DAYS } from "../evidence/undoneOn.ts";
import type { ReadySuite } from "../suite.ts";
import type { Gathering } from "./gathering.ts";

/** Criteria that give undoing so many minutes. */
const TIMED = ["drillRestores", "undoneWithin"];

/** What drills showed of undoing one action type, beside the time that its gate gives. */
export function undoSeen(suite: ReadySuite, { drills, drilled }: Gathering, type: string, facts: TypeFacts): DrillsSeen {
  const gate = suite.gates.get(type);
  const asked = gate === undefined ? [] : [...gate.climb, ...(gate.hold ?? []), ...gate.stay];
  const timed = asked.filter(({ name }) => TIMED.includes(name)).map(({ params }) => params);
  const least = (key: string) => {
    const given = timed.flatMap((params) => (typeof params[key] === "number" ? [params[key]] : []));
    return given.length === 0 ? null : Math.min(...given);
  };
  return drillsSeen(
    drilled.drills.filter((drill) => drill.type === type),
    drills?.of(type) ?? [],
    facts,
    { minutes: least("minutes"), days: least("days") ?? DRILL_DAYS, size: least("size") ?? undefined },
  );
}
