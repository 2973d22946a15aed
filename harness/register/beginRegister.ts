import { sameJson } from "../canonical.ts";
import { EarnestError } from "../errors.ts";
import type { Gate } from "../gate.ts";
import type { ReadySuite } from "../suite.ts";
import { type AboutType, enter } from "./enter.ts";
import { envelopeAt } from "./envelopeAt.ts";
import type { KeptRegister } from "./readRegister.ts";
import type { Register } from "./register.ts";

/** A register in which every action type of a suite that is not in it yet begins where the suite says that it stands. */
export function beginRegister(register: Register | null, suite: ReadySuite, by: string, at: string): Register {
  const empty: Register = { suite: suite.name, ladder: ladderOf(suite), actions: new Map(), history: [] };
  let begun = register ?? empty;
  for (const [type, gate] of suite.gates) {
    if (begun.actions.has(type)) continue;
    const envelope = envelopeAt(suite, type, gate.at);
    const move = { type, kind: "began", to: gate.at, at, by, evidence: null, envelope, expires: null } as const;
    begun = enter(begun, move, aboutType(suite, type, gate));
  }
  return begun;
}

/** Throws REGISTER_DIFFERS where a register is of another suite, or of a ladder with other rungs. */
export function refuseOtherSuite({ file, register, lineOf }: KeptRegister, suite: ReadySuite): void {
  const other = register.suite !== suite.name ? "suite" : sameJson(register.ladder, ladderOf(suite)) ? undefined : "ladder";
  if (other === undefined) return;
  const told =
    other === "suite"
      ? `the register is of the suite "${register.suite}", and the run of "${suite.name}"`
      : `the register's ladder is "${register.ladder.name}" with ${register.ladder.rungs.join(", ")}, and the suite's "${suite.ladder.name}" with ${ladderOf(suite).rungs.join(", ")}`;
  throw new EarnestError("REGISTER_DIFFERS", told, {
    where: { file, line: lineOf([other]) },
    next: "Name the register of this suite with --register; a new ladder begins a new register, and the old file stays as its record",
  });
}

function ladderOf({ ladder }: ReadySuite): Register["ladder"] {
  return { name: ladder.name, rungs: ladder.rungs.map(({ id }) => id) };
}

function aboutType(suite: ReadySuite, type: string, { below }: Gate): AboutType {
  const { breaker = false, owners = {} } = suite.actions[type] ?? {};
  const demotion =
    below === undefined
      ? "On the lowest rung: nothing to lose."
      : `One rung down as soon as a run shows that what staying demands does not hold; ${breaker ? "earnest gate writes that by itself" : "earnest gate says so, and a person writes it with earnest demote"}.`;
  return { owners, demotion };
}
