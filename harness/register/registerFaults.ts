import { sameJson } from "../canonical.ts";
import { quote } from "../comparators/quote.ts";
import { inWords } from "../words.ts";
import type { LineOf, RegisterFault } from "./parseRegister.ts";
import {
  entryDigest,
  originOf,
  type Register,
  type RegisterEntry,
  type RegisteredType,
  type Standing,
  standingAfter,
} from "./register.ts";

/** What in a register does not hold together: its chain of entries, its steps, and where they lead. */
export function registerFaults(register: Register, lineOf: LineOf): RegisterFault[] {
  const { rungs } = register.ladder;
  if (new Set(rungs).size < rungs.length)
    return [{ line: lineOf(["ladder", "rungs"]), message: "the ladder names a rung twice" }];
  const { faults, standing } = followed(register, lineOf);
  const missing = [...standing.keys()].filter((type) => !register.actions.has(type));
  return [
    ...faults,
    ...missing.map((type) => ({
      line: lineOf(["actions"]),
      message: `${quote(type)} stands in the history and is missing among the actions`,
    })),
    ...[...register.actions].flatMap(([type, row]) => rowFaults(type, row, standing.get(type), rungs, lineOf)),
  ];
}

/** Follows the history from its first entry, and says where it leads each action type. */
function followed(register: Register, lineOf: LineOf): { faults: RegisterFault[]; standing: Map<string, Standing> } {
  const faults: RegisterFault[] = [];
  const standing = new Map<string, Standing>();
  let before: RegisterEntry | undefined;
  for (const [i, entry] of register.history.entries()) {
    const said = entryFaults(
      entry,
      before,
      before?.digest ?? originOf(register),
      standing.get(entry.type),
      register.ladder.rungs,
    );
    faults.push(
      ...said.map(([member, message]) => ({
        line: lineOf(CHAIN.includes(member) ? ["history", i] : ["history", i, member]),
        message: `entry ${i + 1} of the history ${message}`,
      })),
    );
    standing.set(entry.type, standingAfter(entry));
    before = entry;
  }
  return { faults, standing };
}

/** Where these do not fit, any member may be the one that was changed. */
const CHAIN: readonly (keyof RegisterEntry)[] = ["digest", "previous"];

/** By the member at fault. */
function entryFaults(
  entry: RegisterEntry,
  before: RegisterEntry | undefined,
  previous: string,
  stood: Standing | undefined,
  rungs: readonly string[],
): [keyof RegisterEntry, string][] {
  const { at, kind, from, to } = entry;
  const unknown = [from, to].find((rung) => rung !== null && !rungs.includes(rung));
  return [
    ...fault(entryDigest(entry) !== entry.digest, "digest", "is not as it was written: its digest says otherwise"),
    ...fault(
      entry.previous !== previous,
      "previous",
      `does not follow on ${before === undefined ? "the suite and the ladder above" : "the entry before it"}: something was changed, taken out or moved`,
    ),
    ...fault(before !== undefined && at < before.at, "at", "is of a time before the entry before it"),
    ...(unknown === undefined
      ? stepFaults(kind, rungs.indexOf(from ?? to), rungs.indexOf(to), entry)
      : [[unknown === from ? "from" : "to", notOnLadder(unknown as string, rungs)] as [keyof RegisterEntry, string]]),
    ...fault(
      (stood?.rung ?? null) !== from,
      "from",
      `begins at ${from ?? "nothing"}, and the history before it leads to ${stood?.rung ?? "nothing"}`,
    ),
  ];
}

function stepFaults(
  kind: RegisterEntry["kind"],
  from: number,
  to: number,
  entry: RegisterEntry,
): [keyof RegisterEntry, string][] {
  const { evidence, expires, because, at } = entry;
  if (kind === "began") return fault(entry.from !== null, "from", "says that an action type began, and from where it came");
  if (entry.from === null) return fault(true, "from", `is a ${kind === "promote" ? "promotion" : "demotion"} from nowhere`);
  const step = `leads from ${entry.from} to ${entry.to}`;
  if (kind === "demote")
    return [
      ...fault(to >= from, "to", `is a demotion and ${step}`),
      ...fault(because === undefined, "kind", "is a demotion without a reason"),
    ];
  return [
    ...fault(
      to !== from + 1,
      "to",
      `${step}: a promotion leads one rung up, never ${to > from + 1 ? inWords(to - from) : "anywhere else"}`,
    ),
    ...fault(evidence === null, "evidence", "is a promotion without evidence"),
    ...fault(expires === null || expires <= at, "expires", "is a promotion that does not expire after it"),
  ];
}

function rowFaults(
  type: string,
  row: RegisteredType,
  stood: Standing | undefined,
  rungs: readonly string[],
  lineOf: LineOf,
): RegisterFault[] {
  const at = (member: string, message: string) => ({
    line: lineOf(["actions", type, member]),
    message: `${quote(type)}: ${message}`,
  });
  if (!rungs.includes(row.rung)) return [at("rung", `it ${notOnLadder(row.rung, rungs)}`)];
  if (stood === undefined) return [at("", "no entry of the history names it: it is entered by earnest promote, and not by hand")];
  if (row.rung !== stood.rung) return [at("rung", misplaced(row.rung, stood.rung, rungs))];
  return (["envelope", "since", "by", "evidence", "expires"] as const)
    .filter((member) => !sameJson(row[member], stood[member]))
    .map((member) => at(member, `${member} is ${quote(row[member])}, and the history leads to ${quote(stood[member])}`));
}

function misplaced(said: string, led: string, rungs: readonly string[]): string {
  const up = rungs.indexOf(said) - rungs.indexOf(led);
  const lead = `the history leads to ${led} and the register says ${said}`;
  if (up > 1) return `${lead}: ${inWords(up)} rungs up without a promotion, and no promotion leads ${inWords(up)} rungs up`;
  if (up === 1) return `${lead}: a rung is raised by earnest promote, on evidence, and not by hand`;
  return `${lead}: a rung is lowered by earnest demote, which writes down who did it and why`;
}

function notOnLadder(rung: string, rungs: readonly string[]): string {
  return `names ${quote(rung)}, which the ladder does not have; its rungs are ${rungs.join(", ")}`;
}

function fault(is: boolean, member: keyof RegisterEntry, message: string): [keyof RegisterEntry, string][] {
  return is ? [[member, message]] : [];
}
