import { existsSync } from "node:fs";
import { EarnestError } from "../errors.ts";
import { beginRegister, refuseOtherSuite } from "../register/beginRegister.ts";
import { datedAt, enter } from "../register/enter.ts";
import { envelopeAt } from "../register/envelopeAt.ts";
import { evidenceFrom } from "../register/evidenceFrom.ts";
import { ledDown } from "../register/ledDown.ts";
import { readRegister } from "../register/readRegister.ts";
import type { Register } from "../register/register.ts";
import { setAt } from "../register/setAt.ts";
import { writeRegister } from "../register/writeRegister.ts";
import type { CommonOptions } from "./commands.ts";
import type { DrillDirFlags } from "./drillDirs.ts";
import { EXIT } from "./exitCode.ts";
import { judgedRuns } from "./judgedRuns.ts";
import { REGISTER } from "./registerOptions.ts";
import { EARNEST, sayJson } from "./say.ts";
import { type Moved, sayMoved } from "./sayMoved.ts";

export interface DemoteFlags extends CommonOptions, DrillDirFlags {
  readonly by: string;
  readonly because: string;
  readonly to?: string;
  readonly report?: readonly string[];
  readonly register?: string;
  readonly suite?: string;
  readonly data?: string;
}

/** earnest demote: one action type, any number of rungs down, for a reason; it takes no run. */
export async function demoteCommand(type: string, flags: DemoteFlags): Promise<number> {
  const { by, because } = flags;
  const file = flags.register ?? REGISTER;
  const kept = existsSync(file) ? readRegister(file) : undefined;
  const judged = flags.report === undefined ? undefined : await judgedRuns(flags.report, flags);
  if (kept !== undefined && judged !== undefined) refuseOtherSuite(kept, judged.suite);
  const now = new Date().toISOString();
  const before = judged === undefined ? kept?.register : beginRegister(kept?.register ?? null, judged.suite, by, now);
  const row = before?.actions.get(type);
  if (before === undefined || row === undefined) throw unregistered(type, file, before);
  if (judged !== undefined) refuseSecond(before, type, judged.judgement.run.id);
  const to = rungBelow(before, type, row.rung, flags.to);
  const evidence = judged === undefined ? null : evidenceFrom(judged.judgement);
  const envelope = judged === undefined ? envelopeBefore(before, type, to, row.envelope) : envelopeAt(judged.suite, type, to);
  const after = enter(before, { type, kind: "demote", to, at: now, by, because, evidence, envelope, expires: row.expires });
  writeRegister(file, kept?.source ?? null, after);
  const suite = judged?.file ?? null;
  const moved: Moved = {
    type,
    from: row.rung,
    to,
    by,
    run: evidence?.run ?? null,
    expires: row.expires,
    file,
    entry: after.history.length,
    suite,
    dated: datedAt(after, now),
  };
  if (flags.json === true) sayJson("demote", moved);
  else sayMoved("demoted", moved, after.ladder.rungs, kept === undefined);
  return EXIT.done;
}

function rungBelow({ ladder: { rungs } }: Register, type: string, stands: string, asked: string | undefined): string {
  const at = rungs.indexOf(stands);
  const below = asked === undefined ? at - 1 : rungs.indexOf(asked);
  const to = rungs[below];
  if (to !== undefined && below < at) return to;
  const lower = rungs.slice(0, at);
  throw new EarnestError(
    "USAGE",
    asked === undefined
      ? `${type} stands on ${stands}, the lowest rung`
      : `${type} stands on ${stands}, and ${JSON.stringify(asked)} is not below it`,
    {
      next:
        lower.length === 0
          ? "Take it out of the suite to take it away from the agent altogether"
          : `Below it are ${lower.join(", ")}`,
    },
  );
}

/** What cost it one rung does not cost it the next; a person's reason does at any time. */
function refuseSecond(register: Register, type: string, run: string): void {
  const entry = ledDown(register, type, run);
  if (entry === undefined) return;
  throw new EarnestError(
    "USAGE",
    `the run ${run} has led ${type} down to ${entry.to} already, on ${entry.at.slice(0, 10)}: what cost it one rung does not cost it the next`,
    {
      next: `In the suite, ${setAt(register.ladder.rungs, register.actions.get(type)?.rung ?? entry.to, true)}, and judge a new run; without --report, ${EARNEST} demote goes further down for a reason of yours`,
    },
  );
}

/** The envelope it had on that rung; where it never stood there, that of the rung it falls from. */
function envelopeBefore({ history }: Register, type: string, rung: string, now: string | null): string | null {
  const entry = history.findLast((one) => one.type === type && one.to === rung);
  return entry === undefined ? now : entry.envelope;
}

function unregistered(type: string, file: string, register: Register | undefined): EarnestError {
  const told = register === undefined ? `there is no register at ${file}` : `${JSON.stringify(type)} is not in the register`;
  return new EarnestError("USAGE", told, {
    where: { file },
    next:
      register === undefined
        ? `Name it with --register, or give a run with --report, and ${EARNEST} demote begins one where its suite says that each type stands`
        : `It holds ${[...register.actions.keys()].join(", ")}; with --report, the types of that run's suite are entered`,
  });
}
