import type { DrillAct } from "./drill.ts";

/** The act whose undo `poison` makes fail at every try: the first from the middle on that is not to be refused, else the last before; undefined: all are. */
export function hopelessOf(acts: readonly Pick<DrillAct, "poison">[]): number | undefined {
  const places = acts.flatMap(({ poison }, place) => (poison === true ? [] : [place]));
  return places.find((place) => place >= Math.floor(acts.length / 2)) ?? places.at(-1);
}
