import type { Json } from "../action.ts";
import { EarnestError } from "../errors.ts";
import { randomIndexes } from "../stats/random.ts";
import { reasonOf } from "./callHandler.ts";
import type { Drill, DrillAct } from "./drill.ts";
import type { SentAct } from "./handMessages.ts";
import { poisonOf } from "./poisonOf.ts";

/** One act of a batch, for the process that asks and for the one that acts. */
export interface BatchAct extends DrillAct {
  readonly sent: SentAct;
  /** The entities it may touch. */
  readonly touches: readonly string[];
}

/** Another stream than the one that the drill draws from. */
const PLACES = 0x9e37_79b9;

/**
 * The batch of a drill: the given acts, those to be refused at places drawn by seed, and the later acts on the same entities behind them.
 * Throws DRILL_BROKEN where a handler cannot say what an act touches.
 */
export function drillBatch(drill: Drill, given: readonly Json[], seed: number): BatchAct[] {
  const { handler, later, poison = 0 } = drill;
  if (given.length === 0) throw new EarnestError("DRILL_BROKEN", `there are no acts to drill ${drill.name} with`);
  if (poison > 0 && handler.poison.length === 0)
    throw new EarnestError(
      "DRILL_BROKEN",
      `${handler.name} names no params that have to be refused, and ${drill.name} needs some`,
    );
  const places = poisonPlaces(given.length, poison, seed);
  const firsts = given.map((params, i): BatchAct => {
    const nth = places.indexOf(i);
    if (nth < 0) return { params, handler: 0, sent: { handler: 0, params }, touches: touchesOf(drill, 0, params) };
    const at = nth % handler.poison.length;
    const hostile = tried(drill, () => poisonOf(handler, at, params));
    return {
      params: hostile,
      handler: 0,
      poison: true,
      sent: { handler: 0, poison: at, good: params },
      touches: poisonTouches(drill, hostile),
    };
  });
  if (later === undefined) return firsts;
  const laters = firsts.flatMap((first): BatchAct[] => {
    if (first.poison === true) return [];
    const params = tried(drill, () => later.params(first.params)) as Json;
    return [{ params, handler: 1, sent: { handler: 1, params }, touches: touchesOf(drill, 1, params) }];
  });
  return [...firsts, ...laters];
}

function poisonPlaces(size: number, poison: number, seed: number): number[] {
  const left = Array.from({ length: size }, (_, i) => i);
  return Array.from({ length: Math.min(poison, size) }, (_, drawn) => {
    const at = randomIndexes((seed ^ PLACES ^ drawn) >>> 0, left.length)();
    return left.splice(at, 1)[0] as number;
  });
}

function touchesOf(drill: Drill, which: 0 | 1, params: Json): readonly string[] {
  const handler = which === 0 ? drill.handler : drill.later?.handler;
  return tried(drill, () => handler?.touches(params) ?? []);
}

/** Params that have to be refused may be of any shape, so that nobody can say what they are about. */
function poisonTouches({ handler }: Drill, params: unknown): readonly string[] {
  try {
    return handler.touches(params).filter((entity) => typeof entity === "string");
  } catch {
    return [];
  }
}

function tried<T>(drill: Drill, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new EarnestError("DRILL_BROKEN", `${drill.name} cannot be made ready: ${reasonOf(error)}`, { cause: error });
  }
}
