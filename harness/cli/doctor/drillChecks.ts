import { randomBytes } from "node:crypto";
import type { Drill } from "../../drill/drill.ts";
import { openPlace } from "../../fixture/place.ts";
import type { Fixture } from "../../fixture.ts";
import { drillsOf, elsewhereOf } from "../../suite/drillsOf.ts";
import type { ReadySuite } from "../../suite.ts";
import { count, inWords, lowered, many, shorten } from "../../words.ts";
import { serversGiven } from "../drill/serversGiven.ts";
import type { Check } from "./check.ts";
import { failedCheck } from "./failedCheck.ts";

const topic = "drill";

/** What a suite drills, and every engine of its fixtures, which is really started and stopped again. */
export async function drillChecks({ actions }: ReadySuite): Promise<Check[]> {
  const rows = Object.entries(actions);
  const elsewhere = rows.flatMap(([type, row]) =>
    elsewhereOf(row).map(({ says }): Check => ({ topic, state: "note", says: `${shorten(type, 60)}: ${lowered(says)}` })),
  );
  const drilled = rows.map(([type, row]) => ({ type, drills: drillsOf(row) })).filter(({ drills }) => drills.length > 0);
  if (drilled.length === 0 && elsewhere.length === 0)
    return [{ topic, state: "note", says: "no action type has drills: that undoing works is not shown here" }];
  const fixtures = new Set(drilled.flatMap(({ drills }) => drills.map(({ handler }) => handler.fixture)));
  return [...drilled.map(typeCheck), ...elsewhere, ...(await Promise.all([...fixtures].map(fixtureChecks))).flat()];
}

function typeCheck({ type, drills }: { readonly type: string; readonly drills: readonly Drill[] }): Check {
  const { handler } = drills[0] as Drill;
  const sizes = [...new Set(drills.map(({ size }) => size))].sort((a, b) => a - b).map(count);
  const says = `${shorten(type, 60)}: ${inWords(drills.length)} ${drills.length === 1 ? "drill" : "drills"} (${drills.map(({ name }) => name).join(", ")}) of ${sizes.join(" or ")} acts, in ${shorten(handler.fixture.name, 40)} on ${handler.fixture.engines.join(" and ")}`;
  return { topic, state: "ok", says };
}

async function fixtureChecks(fixture: Fixture): Promise<Check[]> {
  const checks: Check[] = [];
  for (const engine of fixture.engines) {
    const named = `fixture ${shorten(fixture.name, 40)} on ${engine}`;
    try {
      await using place = await openPlace({ id: `doctor-${randomBytes(6).toString("hex")}`, servers: serversGiven() });
      await using started = await fixture.start(engine, place);
      await using sandbox = await started.fresh();
      const { tables } = await sandbox.read();
      const rows = Object.values(tables).reduce((sum, some) => sum + some.length, 0);
      checks.push({
        topic,
        state: "ok",
        says: `${named} starts: ${started.about}, ${many(Object.keys(tables).length, "table")}, ${many(rows, "row")}`,
      });
    } catch (error) {
      checks.push(failedCheck(topic, `${named} does not start: `, error));
    }
  }
  return checks;
}
