import { count, many } from "../words.ts";
import type { Diff, DiffRun } from "./diff.ts";

/** Above this share of the cases, those left out are more than a few. */
const FEW = 0.01;

/** What a reader of two runs must know before relying on the comparison. */
export function diffCaveats(diff: Omit<Diff, "caveats">): string[] {
  const { before, after, pairs, overall, types } = diff;
  const lines = [
    before.ledgerHead === after.ledgerHead && "Both folders hold one and the same run: it is compared with itself.",
    ...leftOutCaveat(diff),
    ...cutOff(before, "before"),
    ...cutOff(after, "after"),
    before.dataset.digest !== after.dataset.digest && datasets(before, after),
    versions(diff),
    unlike(diff),
    ...rules(before, after),
    (before.attempts > 1 || after.attempts > 1) &&
      "Cases were put to an agent more than once. The first attempt is the vote; the others are not compared.",
    (before.weighted || after.weighted) &&
      "The answers of these runs weigh cases, or limit what one cluster counts for; here every case counts alike.",
    pairs > 0 &&
      [overall, ...types].some(({ clusters }) => clusters.shared) &&
      "Cases that changed share clusters. The answers count clusters, each for the way most of its cases changed; the ranges take every case for independent, and are for display.",
  ];
  return lines.filter((line) => line !== false);
}

function leftOutCaveat({ pairs, leftOut }: Omit<Diff, "caveats">): string[] {
  const out = leftOut.onlyBefore.n + leftOut.onlyAfter.n + leftOut.recordedOtherwise.n;
  if (out <= FEW * (pairs + out)) return [];
  return [`${many(out, "case")} of ${count(pairs + out)} could not be compared. What is said here holds for the others only.`];
}

function cutOff({ missing, stopped }: DiffRun, which: string): string[] {
  if (stopped)
    return [
      `The run ${which} stopped early, with ${many(missing, "case")} not asked about: such runs are not for comparing case by case.`,
    ];
  return missing === 0 ? [] : [`The run ${which} was cut off with ${many(missing, "case")} missing.`];
}

function datasets(before: DiffRun, after: DiffRun): string {
  const names = before.dataset.name === after.dataset.name ? "" : `: ${before.dataset.name} before, ${after.dataset.name} after`;
  return `The runs were made on different datasets${names}. Only cases that stand in both are compared.`;
}

/** A version says which code it is; nothing says of the rest that it was meant to change. */
function unlike({ before, after, differ }: Omit<Diff, "caveats">): string | false {
  const same = before.agent.name === after.agent.name && before.agent.version === after.agent.version;
  const what = differ.filter((one) => one !== "agent" && one !== "agent version" && (same || one !== "the agent’s code"));
  if (what.length === 0) return false;
  const named = same ? `Both runs name the agent ${after.agent.name} ${after.agent.version}, and they` : "The runs";
  return `${named} differ in ${what.join(", ")}: what came out differently may come from that.`;
}

/** A version that is the same says that nothing changed; where something did, the versions cannot be told apart later. */
function versions({ before, after, differing }: Omit<Diff, "caveats">): string | false {
  if (before.agent.version !== after.agent.version) return false;
  const { version } = after.agent;
  if (before.agent.name !== after.agent.name)
    return `Two agents, ${before.agent.name} and ${after.agent.name}, call their version ${version} alike.`;
  if (differing === 0) return false;
  return `Both runs name the agent ${after.agent.name} ${version}, and ${many(differing, "case")} came out differently. Either it changed without a new version, or it does not answer the same way each time.`;
}

function rules(before: DiffRun, after: DiffRun): string[] {
  const made = [before.rulesChanged && "before", after.rulesChanged && "after"].filter((which) => which !== false);
  if (made.length === 0) return [];
  const which = made.length === 2 ? "Both runs were" : `The run ${made[0]} was`;
  return [
    `${which} judged by other rules when made. Here, one set of rules is put to both: those of the suite as it stands now.`,
  ];
}
