import { scaleLinear } from "d3-scale";
import { count } from "earnest";
import { px } from "./marks.ts";

/** A list of counts drawn as bars against the largest of them, in percent of the room they have. */
export interface Bar {
  readonly label: string;
  readonly n: string;
  readonly width: string;
  readonly serious: boolean;
}

/** Bars for the first `most` counts; the rest is summed in a last line without a bar, so that nothing is left out. */
export function bars(
  counts: readonly { readonly label: string; readonly n: number; readonly serious: boolean }[],
  most: number,
): Bar[] {
  const rest = counts.slice(most);
  const shown = rest.length > 1 ? counts.slice(0, most) : counts;
  const long = scaleLinear([0, Math.max(1, ...shown.map(({ n }) => n))], [0, 100]);
  const drawn = shown.map(({ label, n, serious }) => ({ label, n: count(n), width: px(long(n)), serious }));
  if (rest.length < 2) return drawn;
  const sum = (some: typeof rest) => some.reduce((total, { n }) => total + n, 0);
  const others = sum(rest);
  const serious = sum(rest.filter((one) => one.serious));
  // Where only some of a sum are serious, the word would stand for all of it.
  const some = serious > 0 && serious < others ? `, ${count(serious)} of them serious` : "";
  return [
    ...drawn,
    { label: `${count(rest.length)} other kinds${some}`, n: count(others), width: "0", serious: serious === others },
  ];
}
