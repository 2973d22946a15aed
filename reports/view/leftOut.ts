import { count, type Judgement, many } from "earnest";
import { tallyWords } from "./words.ts";

/** From what was read to what was judged, and every record that stayed out. */
export function leftOutView({ flow, exclusions, evidence, run }: Judgement) {
  const stayed = flow.asked - flow.observed + flow.filtered + flow.beyondLimit;
  return {
    steps: [
      {
        n: count(flow.read),
        what: `${flow.read === 1 ? "record" : "records"} read`,
        more: flow.excluded === 0 ? "none excluded" : `${count(flow.excluded)} excluded, for the reasons below`,
      },
      { n: count(flow.cases), what: flow.cases === 1 ? "case" : "cases", more: notAsked(flow) },
      {
        n: count(flow.asked),
        what: "to be put to the agent",
        more: notCounted(flow),
      },
      {
        n: count(flow.observed),
        what: "judged",
        more: tallyWords(evidence.outcomes),
      },
    ],
    nothing: flow.excluded === 0 && stayed === 0,
    reasons: exclusions.reasons.map(({ because, n }) => ({ because, n: count(n) })),
    excluded: count(flow.excluded),
    listed: exclusions.listed.map(({ id, because, where, faults }) => ({ id: id ?? "", because, where, faults })),
    listedHead: `${many(exclusions.listed.length, "excluded record")}, one by one`,
    unlisted: flow.excluded > exclusions.listed.length ? count(flow.excluded - exclusions.listed.length) : null,
    filters: Object.entries(run.selection.filter).map(([slice, value]) => `${slice} = ${value}`),
  };
}

function notCounted({ missing, saved, uncounted, repeated }: Judgement["flow"]): string {
  const said = [
    missing > 0 && `${count(missing)} missing: the run was cut off`,
    saved > 0 && `${count(saved)} not needed: the run stopped early`,
    uncounted > 0 && `${count(uncounted)} on record behind ${saved > 0 ? "the stop" : "a gap"}, not counted`,
    repeated > 0 && `${count(repeated)} shown again by a later run, counted once`,
  ];
  return said.filter((part) => part !== false).join(", ") || "each of them on record";
}

function notAsked({ filtered, beyondLimit }: Judgement["flow"]): string {
  const said = [
    filtered > 0 && `${count(filtered)} left out by a filter`,
    beyondLimit > 0 && `${count(beyondLimit)} beyond the limit`,
  ];
  return said.filter((part) => part !== false).join(", ") || "none left out";
}
