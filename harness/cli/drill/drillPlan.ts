import { DRILLS, type Drill } from "../../drill/drill.ts";
import type { Handler } from "../../drill/handler.ts";
import { EarnestError } from "../../errors.ts";
import type { Fixture } from "../../fixture.ts";
import { drillsOf, elsewhereOf } from "../../suite/drillsOf.ts";
import type { ReadySuite } from "../../suite.ts";
import { lowered, shorten } from "../../words.ts";
import { findDrill, type WhichDrill } from "./findDrill.ts";

/** What of one action type is drilled. */
export interface PlannedType {
  readonly type: string;
  readonly reversibility: string;
  readonly handler: Handler;
  readonly fixture: Fixture;
  readonly engines: readonly string[];
  readonly drills: readonly PlannedDrill[];
}

/** One drill of a type, and how the process that carries it out finds the same. */
export interface PlannedDrill {
  readonly which: WhichDrill;
  readonly drill: Drill;
}

/** What the command line asks for; absent: everything, as the rows say. */
export interface DrillsAsked {
  readonly action?: readonly string[];
  readonly size?: number;
  readonly fixture?: readonly string[];
  readonly fault?: readonly string[];
}

/** What is to be drilled; `leftOut` says which types of those asked for are not, and why. Throws USAGE or DRILL_BROKEN, saying what there is. */
export function drillPlan(
  suite: ReadySuite,
  asked: DrillsAsked,
): { readonly types: readonly PlannedType[]; readonly leftOut: readonly string[] } {
  const rows = Object.entries(suite.actions);
  const drilled = rows.filter(([, row]) => drillsOf(row).length > 0).map(([type]) => type);
  const unknown = (asked.action ?? []).filter((type) => !rows.some(([name]) => name === type));
  if (unknown.length > 0)
    throw usage(`the suite has no action type ${quoted(unknown)}`, `It has ${listed(rows.map(([type]) => type))}`);
  const elsewhere = rows
    .filter(([type]) => asked.action?.includes(type) ?? true)
    .flatMap(([type, row]) => elsewhereOf(row).map(({ says }) => `${shorten(type, 60)}: ${lowered(says)}`));
  if (drilled.length === 0)
    throw new EarnestError("DRILL_BROKEN", "no action type of the suite has drills that are made here", {
      details: elsewhere,
      next: 'Give a row drills: everyDrill(handler, { size: 50 }), from "earnest/drill"',
    });
  const undrilled = (asked.action ?? []).filter((type) => !drilled.includes(type));
  if (undrilled.length > 0)
    throw usage(`there are no drills for ${quoted(undrilled)}`, `There are drills for ${listed(drilled)}`, elsewhere);
  refuseUnknownDrills(asked.fault);
  const wanted = drilled.filter((type) => asked.action?.includes(type) ?? true);
  if (asked.size !== undefined) refuseTooSmall(suite, wanted, { ...asked, size: asked.size });
  const planned = wanted.map((type) => plannedType(suite, type, asked));
  refuseUnknownEngines(asked.fixture, planned);
  const types = planned.filter(({ engines, drills }) => engines.length > 0 && drills.length > 0);
  const out = planned.filter((one) => !types.includes(one));
  if (types.length === 0)
    throw usage(
      `none of the drills of ${listed(planned.map(({ type }) => type))} is asked for`,
      `They are ${listed([...new Set(planned.flatMap(({ type }) => namesOf(suite, type)))])}`,
    );
  return { types, leftOut: [...out.map((one) => whyOut(suite, one)), ...elsewhere] };
}

function plannedType(suite: ReadySuite, type: string, { size, fixture, fault }: DrillsAsked): PlannedType {
  const row = suite.actions[type];
  const given = drillsOf(row);
  const handler = given[0]?.handler as Handler;
  if (given.some((drill) => drill.handler !== handler))
    throw new EarnestError(
      "DRILL_BROKEN",
      `${type}: its drills are made with several handlers, and what undoes a type of act is one`,
      {
        next: "Make all drills of a row with the same handler object, or give the other act a row of its own",
      },
    );
  const which = given.map((drill, at): WhichDrill => ({ type, drill: at, size: size ?? drill.size }));
  const wanted = which.filter(({ drill }) => fault === undefined || fault.includes(given[drill as number]?.name as string));
  if (fault?.includes("randomFaults") === true && !given.some(({ name }) => name === "randomFaults"))
    wanted.push({ type, drill: "randomFaults", size: size ?? Math.max(...given.map((drill) => drill.size)) });
  return {
    type,
    reversibility: row?.reversibility ?? "unknown",
    handler,
    fixture: handler.fixture,
    engines: handler.fixture.engines.filter((engine) => fixture?.includes(engine) ?? true),
    drills: wanted.map((one) => ({ which: one, drill: findDrill(suite, one) })),
  };
}

/** One answer for all of the drills, whose smallest batches differ. */
function refuseTooSmall(suite: ReadySuite, types: readonly string[], asked: DrillsAsked & { readonly size: number }): void {
  const fits = (size: number) => {
    try {
      return types.every((type) => plannedType(suite, type, { ...asked, size }) !== undefined);
    } catch (error) {
      if (error instanceof EarnestError && error.code === "DRILL_BROKEN") return false;
      throw error;
    }
  };
  // The sizes that the rows give do; what does not fit even then says for itself what is wrong.
  const most = Math.max(...types.flatMap((type) => drillsOf(suite.actions[type]).map(({ size }) => size)));
  if (asked.size >= most || fits(asked.size)) return;
  for (let size = asked.size + 1; size <= most; size++)
    if (fits(size))
      throw usage(
        `these drills take batches of ${size} and more, not of ${asked.size}`,
        `--size ${size}, or other drills by --fault`,
      );
}

function refuseUnknownDrills(fault: readonly string[] | undefined): void {
  const unknown = (fault ?? []).filter((name) => !(DRILLS as readonly string[]).includes(name));
  if (unknown.length > 0) throw usage(`there is no drill ${quoted(unknown)}`, `There are ${DRILLS.join(", ")}`);
}

function refuseUnknownEngines(fixture: readonly string[] | undefined, planned: readonly PlannedType[]): void {
  const known = [...new Set(planned.flatMap((one) => one.fixture.engines))];
  const unknown = (fixture ?? []).filter((engine) => !known.includes(engine));
  if (unknown.length > 0) throw usage(`no fixture of these drills runs on ${quoted(unknown)}`, `They run on ${listed(known)}`);
}

function whyOut(suite: ReadySuite, { type, engines, fixture, handler }: PlannedType): string {
  if (engines.length === 0)
    return `${shorten(type, 60)} is left out: its fixture, ${shorten(handler.fixture.name, 40)}, runs on ${listed(fixture.engines)} only.`;
  return `${shorten(type, 60)} is left out: its drills are ${listed(namesOf(suite, type))}.`;
}

function namesOf(suite: ReadySuite, type: string): readonly string[] {
  return drillsOf(suite.actions[type]).map(({ name }) => name);
}

function usage(message: string, next: string, details: readonly string[] = []): EarnestError {
  return new EarnestError("USAGE", message, { next, details });
}

const SHOWN = 20;

function listed(names: readonly string[]): string {
  return `${names.slice(0, SHOWN).join(", ")}${names.length > SHOWN ? ", ..." : ""}`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(", ");
}
