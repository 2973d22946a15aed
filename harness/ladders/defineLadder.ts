import { quote } from "../comparators/quote.ts";
import type { Criterion } from "../criteria/criterion.ts";
import { EarnestError } from "../errors.ts";
import type { Ladder, Rung } from "../ladders.ts";

/** The rungs of the evidence ladder, by which those of every other are weighed. */
const LIKE = ["L0", "L1", "L2", "L3", "L4", "L5"];
/** From here on no person approves each act. */
const ALONE_FROM = LIKE.indexOf("L4");
const ID = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,30}[\p{L}\p{N}])?$/u;
const AT_LEAST = "Give it at least two rungs, lowest first";
/** What no rung on which an agent acts alone is reached without, and how to ask for it. */
const ALWAYS = { agreementAtLeast: "agreementAtLeast(0.95)", replayCoverageAtLeast: "replayCoverageAtLeast()" };

/**
 * A ladder of a team's own, checked: rungs with ids of their own, each like a rung of the evidence ladder and never like a lower one than
 * the rung below; where the agent acts alone, a match rate and full replay are asked for. A suite checks its ladder in the same way,
 * wherever it comes from. What a rung says of itself is taken at its word, and printed. Throws SUITE_BROKEN.
 */
export function defineLadder(ladder: Ladder): Ladder {
  const name = typeof ladder?.name === "string" ? ladder.name : "";
  const faults = isListOfRungs(ladder?.rungs)
    ? [...ladderFaults(ladder), ...ladder.rungs.flatMap(rungFaults)]
    : [{ fault: "there is nothing to climb", next: AT_LEAST }];
  const [first] = faults;
  if (first === undefined) return ladder;
  throw new EarnestError("SUITE_BROKEN", `the ladder ${quote(name)}: ${faults.map(({ fault }) => fault).join("; ")}`, {
    next: first.next,
  });
}

interface LadderFault {
  readonly fault: string;
  readonly next: string;
}

function ladderFaults({ name, rungs, pace }: Ladder): LadderFault[] {
  const found: LadderFault[] = [];
  if (!isText(name)) found.push({ fault: "it has no name", next: "Give it a name" });
  if (pace !== undefined && !(typeof pace === "number" && pace > 0 && Number.isFinite(pace)))
    found.push({ fault: `pace is ${quote(pace)}`, next: "pace is the number of days between two promotions, above 0" });
  if (rungs.length < 2) return [...found, { fault: "there is nothing to climb", next: AT_LEAST }];
  const ids = rungs.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) found.push({ fault: `two rungs are called ${quote(twice)}`, next: "Give each rung an id of its own" });
  return found;
}

function rungFaults(rung: Rung, at: number, rungs: readonly Rung[]): LadderFault[] {
  const { id, alone = true } = rung;
  const found: LadderFault[] = [];
  const fault = (what: string, next: string) => found.push({ fault: `rung ${quote(id)} ${what}`, next });
  if (!(typeof id === "string" && ID.test(id)))
    fault(
      "cannot be read",
      "An id is at most 32 letters, digits, spaces, dots or dashes, and begins and ends with a letter or digit",
    );
  if (![rung.name, rung.agent, rung.person].every(isText))
    fault("does not say what it is", "Give each rung a name, what the agent may do, and what a person does");
  if (typeof alone !== "boolean") fault("says neither yes nor no to alone", "alone is true or false");
  const like = LIKE.indexOf(String(rung.like));
  const below = LIKE.indexOf(String(rungs[at - 1]?.like));
  if (like < 0) fault("is like no rung of the evidence ladder", `Give it like: one of ${LIKE.join(", ")}`);
  else if (like < below)
    fault(
      `is like ${rung.like}, and the one below it like ${rungs[at - 1]?.like}`,
      "List the rungs from the lowest to the highest",
    );
  if (like >= ALONE_FROM && alone === false)
    fault(
      `is like ${rung.like}, where no person approves each act, and says that one does`,
      "Leave out alone: false, or choose a lower like",
    );
  const demands = [rung.climb, rung.stay, rung.hold].flatMap(criteriaOf);
  if (demands.some((given) => typeof given?.judge !== "function"))
    fault("demands what is no criterion", "climb, stay and hold are lists of criteria such as agreementAtLeast(0.95)");
  if (at > 0 && alone)
    for (const [asked, how] of Object.entries(ALWAYS))
      if (!criteriaOf(rung.climb).some((one) => one?.name === asked))
        fault(`lets the agent act alone and does not ask for ${asked}`, `Add ${how} to its climb, or say alone: false`);
  return found;
}

/** What is no list is no criterion either, and found to be none. */
function criteriaOf(given: readonly Criterion[] = []): readonly Criterion[] {
  return Array.isArray(given) ? given : [given as unknown as Criterion];
}

/** Suites run with their types stripped: anything may stand here. */
function isListOfRungs(given: unknown): given is readonly Rung[] {
  return Array.isArray(given) && given.every((rung) => typeof rung === "object" && rung !== null);
}

function isText(given: unknown): boolean {
  return typeof given === "string" && given.trim() !== "";
}
