import type { Json } from "../../action.ts";
import type { DrilledType } from "../../drill/drillRecord.ts";
import type { Handler } from "../../drill/handler.ts";
import { EarnestError, messageOf } from "../../errors.ts";
import { drawActs } from "./drawActs.ts";
import type { ProposedActs } from "./proposedActs.ts";

/** Where the acts of one type come from. */
export interface ActSource {
  readonly acts: DrilledType["acts"];
  /** Params of one batch; fewer than `size` where fewer were proposed. Throws DRILL_BROKEN where the handler gives none. */
  batch(size: number, seed: number): Json[];
}

/** The smallest batch that every drill can be done with. */
const FEWEST = 3;

/** For batches of at most `size`: those that the agent proposed; the handler's own examples where these, one for each entity, are fewer than three. */
export function actSource(handler: Handler, found: ProposedActs | undefined, size: number): ActSource {
  const { params = [], kept = 0, unusable = 0 } = found ?? {};
  const draw = (size: number, seed: number) => asked(handler, () => drawActs(params, size, seed, (one) => handler.touches(one)));
  const most = draw(Math.max(size, FEWEST), 0).length;
  const from = most < FEWEST ? "examples" : "proposed";
  return {
    acts: { from, proposed: params.length, kept, unusable, batch: from === "proposed" ? Math.min(size, most) : size },
    batch: (size, seed) =>
      (from === "proposed"
        ? draw(size, seed)
        : asked(handler, () => Array.from({ length: size }, (_, nth) => handler.example(nth)))) as Json[],
  };
}

function asked<T>({ name }: Handler, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new EarnestError(
      "DRILL_BROKEN",
      `the handler ${name} cannot say what an act touches, or give an example: ${messageOf(cause)}`,
      {
        next: "Mend touches() and example(): touches() is asked about every act that the row’s params allow",
        cause,
      },
    );
  }
}
