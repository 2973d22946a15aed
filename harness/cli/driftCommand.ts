import { type Drift, type DriftOptions, drift } from "../drift/drift.ts";
import { driftNights } from "../drift/driftNights.ts";
import { type CommonOptions, suiteOf } from "./commands.ts";
import { EXIT } from "./exitCode.ts";
import { EARNEST, say, sayJson, shellWord } from "./say.ts";
import { sayDrift } from "./sayDrift.ts";

export interface DriftFlags extends CommonOptions {
  readonly suite?: string;
  readonly data?: string;
  readonly base?: number;
  readonly alarmEvery: number;
  readonly alarmOverall: boolean;
  readonly dropTo?: number;
}

/** earnest drift: has the match rate dropped over nights? Ends with 5 while an alarm stands. */
export async function driftCommand(dirs: readonly string[], flags: DriftFlags): Promise<number> {
  const nights = driftNights(dirs);
  const last = nights.runs.at(-1) ?? nights.runs[0];
  const data = flags.data ?? last.header.suite.data ?? undefined;
  const { suite, file } = await suiteOf([last.dir], flags);
  const options: DriftOptions = {
    base: flags.base,
    every: flags.alarmEvery,
    overall: flags.alarmOverall,
    dropTo: flags.dropTo,
  };
  const found = drift(suite, nights, options);
  if (flags.json === true) sayJson("drift", found);
  else {
    sayDrift(found, options);
    const given = data === undefined ? "" : ` --data ${shellWord(data) ?? "<path>"}`;
    say(`\n  Next: ${EARNEST} run ${shellWord(file) ?? "<suite>"}${given}`);
  }
  return found.types.some(stands) ? EXIT.demotion : EXIT.done;
}

function stands({ now }: Drift["types"][number]): boolean {
  return now.alarmNight !== null || (now.chart?.alarmNight ?? null) !== null;
}
