import { EarnestError } from "../errors.ts";
import { readRegister } from "../register/readRegister.ts";
import { headline } from "../run/headline.ts";
import type { Judgement, TypeJudgement } from "../run/judgement.ts";
import { many, visibleLine } from "../words.ts";
import { sayAnswers, wrap } from "./answers.ts";
import type { CommonOptions } from "./commands.ts";
import type { DrillDirFlags } from "./drillDirs.ts";
import { EXIT, gateExit } from "./exitCode.ts";
import { besideRegister, type GatedRegister } from "./gatedRegister.ts";
import { jsonData } from "./jsonData.ts";
import { asGated, type JudgedRuns, judgedRuns } from "./judgedRuns.ts";
import { registerFile } from "./registerOptions.ts";
import { EARNEST, say, sayJson, shellWord, styled } from "./say.ts";
import { datedSaid } from "./sayMoved.ts";

export interface GateFlags extends CommonOptions, DrillDirFlags {
  readonly register?: string;
  readonly type?: readonly string[];
  readonly exitZero?: boolean;
  readonly dryRun?: boolean;
  readonly requireIsolation?: "I1" | "I2" | "I3";
  readonly suite?: string;
  readonly data?: string;
}

/** earnest gate: judges runs, holds them against the register, and ends with a code that a script may rely on. */
export async function gateCommand(dirs: readonly string[], flags: GateFlags): Promise<number> {
  const file = registerFile(flags.register);
  const kept = file === undefined ? undefined : readRegister(file);
  const judged = await judgedRuns(dirs, flags);
  refuseWeaker(judged.judgement.wall, flags.requireIsolation);
  const whole = asGated(judged.judgement, judged.dir);
  const types = chosen(whole.types, flags.type);
  const gated = { ...whole, types, headline: headline(types) };
  const register = kept === undefined ? undefined : besideRegister(kept, judged, types, flags.dryRun === true);
  const verdicts = types.map(({ decided }) => decided.verdict);
  const code = gateExit(verdicts, (register?.closing.length ?? 0) > 0);
  if (flags.json === true) sayJson("gate", dataOf(gated, judged.dir, register, code), code === EXIT.done);
  else {
    sayAnswers(gated);
    sayBounds(gated);
    if (register !== undefined) sayRegister(register);
    else sayUnregistered(gated);
    say(`\n  Next: ${nextOf(gated, judged, register)}`);
  }
  return flags.exitZero === true ? EXIT.done : code;
}

/** Those that were named; all where none was. What was asked about together stays counted together. */
function chosen(types: readonly TypeJudgement[], named: readonly string[] | undefined): readonly TypeJudgement[] {
  if (named === undefined) return types;
  const unknown = named.find((one) => !types.some(({ type, declared }) => declared && type === one));
  if (unknown === undefined) return types.filter(({ type }) => named.includes(type));
  throw new EarnestError("USAGE", `the suite has no action type ${JSON.stringify(unknown)}`, {
    next: `It has ${types.flatMap(({ type, declared }) => (declared ? [type] : [])).join(", ")}`,
  });
}

const LEVELS = ["I0", "I1", "I2", "I3"];

/** A wall that calls itself sealed and was not tried is the next weaker one. */
function refuseWeaker({ isolation, sealed }: Judgement["wall"], asked: GateFlags["requireIsolation"]): void {
  const built = isolation === "I3" && !sealed ? "I2" : isolation;
  if (asked === undefined || LEVELS.indexOf(built) >= LEVELS.indexOf(asked)) return;
  throw new EarnestError(
    "ISOLATION_WEAK",
    `what counts was seen behind ${isolation}${built === isolation ? "" : ", without a canary that bears it out"}, and ${asked} was asked for`,
    {
      next: `Run it again with --require-isolation ${asked}`,
    },
  );
}

function dataOf(judgement: Judgement, dir: string, register: GatedRegister | undefined, code: number): object {
  const bounds = Object.fromEntries(judgement.types.map(({ type, decided }) => [type, decided.bound]));
  return { ...jsonData(judgement, dir), gate: { code, bounds, register: register ?? null } };
}

function sayBounds({ types }: Judgement): void {
  for (const { title, decided, ceiling } of types)
    if (decided.bound === "ceiling")
      sayNote(
        `${title}: bound: ceiling${ceiling?.highest == null ? "" : ` ${ceiling.highest}`}, held by its risk and not by the evidence`,
      );
}

function sayRegister({ file, entries, head, dated, demoted, closing, notes }: GatedRegister): void {
  for (const { type, from, to, written, set } of demoted)
    sayNote(
      `${type} ${written ? "is demoted" : "would be demoted"} from ${from} to ${to} in ${file}, by its circuit breaker.${written ? ` Now ${set}.` : ""}`,
      "red",
    );
  if (dated !== null) sayNote(datedSaid(dated), "yellow");
  for (const one of closing) sayNote(one, "yellow");
  for (const one of notes) sayNote(one);
  sayNote(`${file}: ${many(entries, "entry", "entries")}, the last with digest ${head.slice(0, 16)}`);
}

/** What a circuit breaker would have written, and has nowhere to. */
function sayUnregistered({ types }: Judgement): void {
  if (types.some(({ breaker, decided }) => breaker && decided.verdict === "demote"))
    sayNote(
      "There is no register, so no circuit breaker has anything to write: earnest promote makes one, and --register names it.",
      "yellow",
    );
}

function sayNote(text: string, style?: Parameters<typeof styled>[0]): void {
  for (const [i, line] of wrap(visibleLine(text), 74).entries()) {
    const whole = `${i === 0 ? "·" : " "} ${line}`;
    say(`  ${style === undefined ? whole : styled(style, whole)}`);
  }
}

/** What to do next: a demotion that is written already leaves only the suite to be edited. */
function nextOf({ types }: Judgement, { dirs, file }: JudgedRuns, register: GatedRegister | undefined): string {
  const runs = dirs.map((dir) => shellWord(dir) ?? "<run>");
  const report = runs.map((run) => `--report ${run}`).join(" ");
  const written = register?.demoted.filter((one) => one.written) ?? [];
  const fallen = [...written, ...(register?.fallen ?? [])];
  const typed = (verdict: string) =>
    types
      .filter(({ type, decided }) => decided.verdict === verdict && !fallen.some((one) => one.type === type))
      .map(({ type }) => shellWord(type) ?? "<type>")[0];
  const [down, up] = [typed("demote"), typed("promote")];
  if (down !== undefined) return `${EARNEST} demote ${down} ${report} --by <name> --because <text>`;
  const [first] = fallen;
  if (first !== undefined) return `for ${visibleLine(first.type)}, ${first.set} (${visibleLine(file)})`;
  return up === undefined ? `${EARNEST} report ${runs.join(" ")}` : `${EARNEST} promote ${up} ${report} --by <name>`;
}
