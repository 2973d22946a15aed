import { smallestWhole } from "../../harness/stats/bisect.ts";
import { clopperPearson } from "../../harness/stats/clopperPearson.ts";
import { eBernoulli } from "../../harness/stats/eBernoulli.ts";
import { RateBounds } from "../../harness/stats/rateBounds.ts";
import { wilson } from "../../harness/stats/wilson.ts";

/** The level that is asked for, everywhere. */
export const ALPHA = 0.05;

/** One run of a gate: takes in a case and says whether it opens now. */
export interface Opening {
  add(match: boolean): boolean;
}

/** A gate that is asked after every case whether the match share lies above a line. */
export interface Gate {
  readonly name: string;
  /** The share of false promotions it claims to keep to, over all looks together; null where it claims that for one look only. */
  readonly level: number | null;
  make(): Opening;
  /** Where the counts alone decide: the same answer for them, which must stay true with more matches. Makes the simulation fast. */
  readonly opens?: (matches: number, misses: number) => boolean;
  /** The first case after which anybody looks. */
  readonly firstLook: number;
}

function byCounts(name: string, opens: (matches: number, misses: number) => boolean, level: number | null, firstLook = 1): Gate {
  const make = (): Opening => {
    let [matches, misses] = [0, 0];
    return {
      add(match) {
        if (match) matches += 1;
        else misses += 1;
        return matches + misses >= firstLook && opens(matches, misses);
      },
    };
  };
  return { name, level, make, opens, firstLook };
}

/** The gates that are compared, at one line. Any object with a name, a level and `make` can stand here, as the second does. */
export function gatesAt(share: number): Gate[] {
  const line = -Math.log(ALPHA);
  const wilsonLow = (matches: number, misses: number) => wilson(matches, matches + misses, 1 - ALPHA, "lower").low >= share;
  const exactLow = (matches: number, misses: number) =>
    clopperPearson(matches, matches + misses, 1 - ALPHA, "lower").low >= share;
  const point = (matches: number, misses: number) => matches >= share * (matches + misses);
  return [
    byCounts("e-process (eBernoulli)", (matches, misses) => eBernoulli({ matches, misses, share }) >= line, ALPHA),
    {
      name: "the gate as it judges (RateBounds)",
      level: ALPHA,
      firstLook: 1,
      make: () => {
        const bounds = new RateBounds();
        return {
          add(match) {
            bounds.add({ hits: Number(match), size: 1 });
            return bounds.bounds(false).low >= share;
          },
        };
      },
    },
    byCounts("exact lower limit (Clopper-Pearson)", exactLow, null),
    byCounts("  the same, first look after 100", exactLow, null, 100),
    byCounts("Wilson lower limit", wilsonLow, null),
    byCounts("  the same, first look after 100", wilsonLow, null, 100),
    byCounts("point estimate", point, null),
    byCounts("  the same, first look after 100", point, null, 100),
  ];
}

/** For 0, 1, 2 ... misses the fewest matches with which a gate opens, as far as `cases` go. */
export function boundaryOf(opens: (matches: number, misses: number) => boolean, cases: number): Float64Array {
  const fewest: number[] = [];
  for (let misses = 0; misses <= cases; misses += 1) {
    const from = fewest.at(-1) ?? 0;
    const matches = from > cases - misses ? null : smallestWhole((s) => opens(s, misses), from, cases - misses);
    if (matches === null) break;
    fewest.push(matches);
  }
  return Float64Array.from(fewest);
}
