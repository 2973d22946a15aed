import { visibleLine } from "../words.ts";
import { wrap } from "./answers.ts";
import type { CommonOptions } from "./commands.ts";
import type { Check } from "./doctor/check.ts";
import { machineChecks } from "./doctor/machine.ts";
import { modelChecks } from "./doctor/modelChecks.ts";
import { suiteChecks } from "./doctor/suiteChecks.ts";
import { wallChecks } from "./doctor/wallChecks.ts";
import { EXIT } from "./exitCode.ts";
import { EARNEST, say, sayJson, styled } from "./say.ts";

const STYLES = { ok: "green", note: "dim", warn: "yellow", FAIL: ["red", "bold"] } as const;
const WIDTH = 72;

/** earnest doctor: what a run would stumble over, found before it does. */
export async function doctorCommand(path: string | undefined, flags: CommonOptions & { data?: string }): Promise<number> {
  const about = path === undefined ? await modelChecks(undefined) : await suiteChecks(path, flags.data);
  const checks = [...machineChecks(), ...wallChecks(), ...about];
  const failed = checks.some(({ state }) => state === "FAIL");
  if (flags.json === true) sayJson("doctor", { checks }, !failed);
  else {
    for (const check of checks) sayCheck(check);
    say(`\n  Next: ${nextStep(failed, path)}`);
  }
  return failed ? EXIT.usage : EXIT.done;
}

function sayCheck({ state, says, next }: Check): void {
  for (const [i, line] of wrap(visibleLine(says), WIDTH).entries())
    say(`  ${i === 0 ? styled(STYLES[state] as Parameters<typeof styled>[0], state.padEnd(4)) : "    "}  ${line}`);
  if (next === undefined) return;
  for (const [i, line] of wrap(visibleLine(next), WIDTH - 6).entries())
    say(`        ${i === 0 ? styled("bold", "next") : "    "}  ${line}`);
}

function nextStep(failed: boolean, path: string | undefined): string {
  if (failed) return "mend what failed";
  return path === undefined ? `${EARNEST} doctor suites/inbox-triage looks at a suite too` : `${EARNEST} run ${path}`;
}
