import { count, drillTimesSaid, duration, inWords, many, percentUp, type TypeJudgement, zeroFailureUpper } from "earnest";
import { WHOLE_BATCH } from "earnest/drill";

type DrillsSeen = TypeJudgement["drills"];
type Undone = DrillsSeen["undone"][number];

/** Whole batches that drills of the library undid; what people wrote down stands apart. */
export function undoneByDrills({ undone }: DrillsSeen): Undone[] {
  return undone.filter(({ engine }) => engine !== null);
}

/** One system in a few sentences: what was undone, how surely and how quickly, and whether that counts for the gate. */
export function undoneLine(undone: Undone, stats: DrillsSeen["stats"]): string {
  const { system, load, n, size, carriedOut, back, times, counts } = undone;
  const batches = `${many(n, "batch", "batches")} of ${count(size)} undone, ${count(back)} of ${many(carriedOut, "action")} as before.`;
  const gate = counts === true ? "" : ` None of this counts for the gate: ${counts}.`;
  return `${system}${loadSaid(load)}: ${batches} ${surelySaid(undone, stats)} ${drillTimesSaid(times)}${gate}`;
}

function surelySaid({ engine, load, size, n, held }: Undone, stats: DrillsSeen["stats"]): string {
  if (held < n) return `${inWords(n - held, true)} did not hold.`;
  const same = stats.filter(
    (one) =>
      WHOLE_BATCH.includes(one.drill) && one.engine === engine && (one.load?.asked ?? 0) === load && one.size.most === size,
  );
  if (same.some(({ control }) => control !== "caught"))
    return "An undo that only pretends was not put to all of them and noticed, so this shows nothing.";
  const all = n === 1 ? "It held" : `All ${count(n)} held`;
  return `${all}: at most ${percentUp(zeroFailureUpper(n).exact)} of such drills would fail (95% confidence).`;
}

/** The worst of all that was undone, against what the gate gives it; `drawn`: is the limit within the chart? */
export function undoneLimit(undone: readonly Undone[], minutes: number | null, drawn: boolean): string | null {
  if (minutes === null || undone.length === 0) return null;
  const limit = `The gate gives it ${many(minutes, "minute")}`;
  if (undone.some(({ times }) => times.max === null)) return `${limit}; a drill that did not hold is never in time.`;
  const most = Math.max(...undone.map(({ times }) => times.max ?? 0)) / 1000;
  const far = drawn ? "" : ", which lies far to the right of this chart";
  return `${limit}${far}; the longest took ${duration(most)}${most <= minutes * 60 ? "" : ": too long"}.`;
}

/** Why nothing that was drilled counts for the gate; null where some of it does, or nothing was. */
export function countsNot(undone: readonly Undone[]): string | null {
  const [first] = undone;
  return first === undefined || first.counts === true || undone.some(({ counts }) => counts === true) ? null : first.counts;
}

/** ", under 20 other operations a second". */
export function loadSaid(asked: number): string {
  return asked === 0 ? "" : `, under ${many(asked, "other operation")} a second`;
}
