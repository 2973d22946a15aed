import { existsSync } from "node:fs";
import { EarnestError } from "../errors.ts";
import { beginRegister, refuseOtherSuite } from "../register/beginRegister.ts";
import { enter } from "../register/enter.ts";
import { envelopeAt } from "../register/envelopeAt.ts";
import { evidenceFrom } from "../register/evidenceFrom.ts";
import { loosenedFor, promotionAgainst } from "../register/promotionAgainst.ts";
import { readRegister } from "../register/readRegister.ts";
import { sameCases } from "../register/sameCases.ts";
import { writeRegister } from "../register/writeRegister.ts";
import type { TypeJudgement } from "../run/judgement.ts";
import { many } from "../words.ts";
import type { CommonOptions } from "./commands.ts";
import type { DrillDirFlags } from "./drillDirs.ts";
import { EXIT } from "./exitCode.ts";
import { asGated, judgedRuns } from "./judgedRuns.ts";
import { REGISTER } from "./registerOptions.ts";
import { sayJson } from "./say.ts";
import { type Moved, sayMoved } from "./sayMoved.ts";

export interface PromoteFlags extends CommonOptions, DrillDirFlags {
  readonly report: readonly string[];
  readonly by: string;
  readonly because?: string;
  readonly expires: number;
  readonly register?: string;
  readonly suite?: string;
  readonly data?: string;
}

const DAY = 86_400_000;

/** earnest promote: one action type, one rung up, on runs that are judged again here. Throws NOT_PROMOTED with all that stands against it. */
export async function promoteCommand(type: string, flags: PromoteFlags): Promise<number> {
  const { suite, file: suiteFile, dir, judgement } = await judgedRuns(flags.report, flags);
  const file = flags.register ?? REGISTER;
  const kept = existsSync(file) ? readRegister(file) : undefined;
  if (kept !== undefined) refuseOtherSuite(kept, suite);
  const moment = new Date();
  const now = moment.toISOString();
  const before = beginRegister(kept?.register ?? null, suite, flags.by, now);
  const found = typeIn(asGated(judgement, dir).types, type);
  const same = flags.because === undefined ? sameCases(before, judgement, type) : undefined;
  const against = [
    ...promotionAgainst(before, judgement, found, { now, because: flags.because }),
    ...(same === undefined ? [] : [same]),
  ];
  if (against.length > 0) throw notPromoted(type, against);
  const { at: from, to } = found.decided;
  const evidence = evidenceFrom(judgement);
  const expires = new Date(moment.getTime() + flags.expires * DAY).toISOString();
  const loosened = loosenedFor(judgement, found);
  const { by, because } = flags;
  const envelope = envelopeAt(suite, type, to);
  const after = enter(before, { type, kind: "promote", to, at: now, by, because, loosened, evidence, envelope, expires });
  writeRegister(file, kept?.source ?? null, after);
  const moved: Moved = {
    type,
    from,
    to,
    by,
    run: evidence.run,
    expires,
    file,
    entry: after.history.length,
    suite: suiteFile,
    dated: null,
  };
  if (flags.json === true) sayJson("promote", moved);
  else sayMoved("promoted", moved, after.ladder.rungs, kept === undefined);
  return EXIT.done;
}

function typeIn(types: readonly TypeJudgement[], type: string): TypeJudgement {
  const found = types.find((one) => one.declared && one.type === type);
  if (found !== undefined) return found;
  throw new EarnestError("USAGE", `the suite has no action type ${JSON.stringify(type)}`, {
    next: `It has ${types.flatMap((one) => (one.declared ? [one.type] : [])).join(", ")}`,
  });
}

function notPromoted(type: string, against: readonly string[]): EarnestError {
  const one = against.length === 1;
  return new EarnestError(
    "NOT_PROMOTED",
    one ? `${type} is not promoted. ${against[0]}` : `${type} is not promoted: ${many(against.length, "thing")} stand against it`,
    {
      details: one ? [] : against,
      next: "The register is left as it is",
    },
  );
}
