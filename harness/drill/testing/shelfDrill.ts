import type { Json } from "../../action.ts";
import type { Drill, DrillDesk, DrillName } from "../drill.ts";
import { putInto } from "./putInto.ts";

/** For tests: a drill on the shelf that does as the test says. A hand needs the handler alone, so it finds this by `which`. */
export function shelfDrill(
  which: Json,
  run: (desk: DrillDesk) => Promise<void>,
  more: { name?: DrillName; poison?: number } = {},
): Drill {
  return {
    name: more.name ?? "randomFaults",
    version: "1",
    size: 1,
    handler: putInto({ keys: which !== "forgets keys" }) as unknown as Drill["handler"],
    undoes: true,
    says: "Does as the test says.",
    ...(more.poison === undefined ? {} : { poison: more.poison }),
    params: {},
    run,
  };
}
