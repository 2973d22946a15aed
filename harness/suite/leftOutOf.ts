import { covers } from "../criteria/covers.ts";
import type { Criterion } from "../criteria/criterion.ts";
import { type Gate, stayCriteria } from "../gate.ts";
import { lowered } from "../words.ts";

type Lists = Readonly<Record<"climb" | "stay" | "hold", readonly Criterion[]>>;

/**
 * What a ladder demands and the criteria of a gate do not ask, by its limits; where an own criterion of the same name asks less, its
 * limit stands beside.
 */
export function leftOutOf(demanded: Lists, gate: Pick<Gate, "at" | "climb"> & Lists): string[] {
  const staying = stayCriteria(gate);
  // Nothing moves up unless all of these are met, in whichever list they stand; the rung is lost only by those for staying.
  const all = [...gate.climb, ...gate.hold, ...staying];
  return [
    ...missing(demanded.climb, all),
    ...missing(demanded.stay, staying).map((demand) => `To stay: ${lowered(demand)}`),
    ...missing(demanded.hold, all).map((demand) => `To go on: ${lowered(demand)}`),
  ];
}

function missing(demands: readonly Criterion[], own: readonly Criterion[]): string[] {
  return demands
    .filter((demand) => !own.some((one) => covers(one, demand)))
    .map(({ name, limit }) => {
      const laxer = own.find((one) => one.name === name && one.limit !== limit);
      return laxer === undefined ? limit : `${limit} (the suite’s own check: ${lowered(laxer.limit)})`;
    });
}
