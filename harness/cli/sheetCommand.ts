import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, extname, join, resolve } from "node:path";
import { EarnestError, messageOf } from "../errors.ts";
import { refuseOtherSuite } from "../register/beginRegister.ts";
import { readRegister } from "../register/readRegister.ts";
import type { Register } from "../register/register.ts";
import type { Judgement } from "../run/judgement.ts";
import { headersOf } from "../run/nights.ts";
import { type CommonOptions, suiteOf } from "./commands.ts";
import { type DrillDirFlags, judgeWithDrills } from "./drillDirs.ts";
import { EXIT } from "./exitCode.ts";
import { registerFile } from "./registerOptions.ts";
import { say, sayJson } from "./say.ts";

export interface SheetFlags extends CommonOptions, DrillDirFlags {
  readonly suite?: string;
  readonly data?: string;
  readonly type?: readonly string[];
  readonly register?: string;
  readonly output: readonly string[];
}

type Registered = ReadonlyMap<string, { rung: string; since: string; by: string; until: string | null }> | null;
type Renderer = (judgement: Judgement, only: readonly string[], registered: Registered) => string;

/** What a file's ending asks for; loaded when it is asked for. */
const RENDERERS: Readonly<Record<string, () => Promise<Renderer>>> = {
  ".html": async () => (await import("../../reports/autonomySheet.ts")).autonomySheet,
  ".md": async () => (await import("../../reports/autonomySheetMarkdown.ts")).autonomySheetMarkdown,
};

/** earnest sheet: a page for each action type, drawn from what `judge` says of the runs and where the register has them. */
export async function sheetCommand(dirs: readonly string[], flags: SheetFlags): Promise<number> {
  const file = registerFile(flags.register);
  const kept = file === undefined ? undefined : readRegister(file);
  const renderers = flags.output.map(rendererOf);
  const runs = headersOf(dirs).map(({ dir }) => dir);
  const last = runs.at(-1) as string;
  const { suite } = await suiteOf(runs, flags);
  if (kept !== undefined) refuseOtherSuite(kept, suite);
  const registered = kept === undefined ? null : rungsOf(kept.register);
  const { judgement } = judgeWithDrills(suite, runs, flags);
  const only = flags.type ?? [];
  refuseUnknown(judgement, only);
  const files = flags.output.length > 0 ? flags.output : [join(last, "autonomy.html")];
  for (const [i, to] of files.entries()) {
    const draw = await (renderers[i] ?? rendererOf(to))();
    await written(to, draw(judgement, only, registered));
  }
  if (flags.json === true) sayJson("sheet", { runDir: last, files, register: file ?? null });
  else for (const to of files) say(`  ${to}`);
  return EXIT.done;
}

function rungsOf({ actions }: Register): Registered {
  return new Map([...actions].map(([type, { rung, since, by, expires }]) => [type, { rung, since, by, until: expires }]));
}

async function written(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw new EarnestError("OUTPUT", `cannot write the sheet: ${messageOf(cause)}`, {
      where: { file },
      next: "Name another file with --output",
      cause,
    });
  }
}

function refuseUnknown({ types }: Judgement, only: readonly string[]): void {
  const unknown = only.filter((type) => !types.some((one) => one.type === type));
  if (unknown.length === 0) return;
  const known = types.filter(({ declared }) => declared).map(({ type }) => type);
  throw new EarnestError("USAGE", `the runs know no action type ${unknown.join(", ")}`, {
    next: `The suite has rows for ${known.slice(0, 20).join(", ")}${known.length > 20 ? ", ..." : ""}`,
  });
}

/** Refuses, before anything is read, an ending that means nothing or a folder that is not there. */
function rendererOf(file: string): () => Promise<Renderer> {
  const renderer = RENDERERS[extname(file).toLowerCase()];
  if (renderer === undefined)
    throw new EarnestError("USAGE", `no sheet is known by the ending of ${file}`, {
      next: `Use one of ${Object.keys(RENDERERS).join(", ")}`,
    });
  if (!existsSync(dirname(resolve(file))))
    throw new EarnestError("OUTPUT", `there is no folder for the sheet ${file}`, {
      next: "Make the folder first, or name another file",
    });
  return renderer;
}
