import { existsSync } from "node:fs";
import type { Excluded } from "../dataset/loadCases.ts";
import { EarnestError } from "../errors.ts";
import { compareUnder } from "../policy.ts";
import { makeRedactor } from "../redact/redactor.ts";
import type { Observation } from "../replay.ts";
import { type CaseRow, openRun } from "../run/openRun.ts";
import type { ReadySuite } from "../suite.ts";
import { count, many, visible, visibleLine } from "../words.ts";
import { type CommonOptions, suiteOf } from "./commands.ts";
import { EXIT } from "./exitCode.ts";
import { EARNEST, say, sayJson, styled } from "./say.ts";
import { stepLine } from "./stepLine.ts";

/** earnest case: everything on record about one case, and what it came to. */
export async function caseCommand(dir: string, id: string, flags: CommonOptions & { suite?: string }): Promise<number> {
  const { suite } = await suiteOf([dir], flags);
  const row = await findCase(dir, id, suite);
  const compared = compareUnder(suite.policies, row.case, row.observations, suite.compared);
  const attempts = row.observations.map((observation, at) => ({ observation, cells: compared[at] ?? [] }));
  if (flags.json === true) {
    sayJson("case", { runDir: dir, seq: row.seq, case: row.case, attempts });
    return EXIT.done;
  }
  const { input, decisions, outcome } = row.case;
  say(styled("bold", `Case ${visibleLine(row.case.id)}`));
  say(
    `  cluster ${visibleLine(row.case.cluster)}${row.case.at === undefined ? "" : `, ${row.case.at}`}, place ${row.seq + 1} in the sampling order`,
  );
  block("Input", typeof input === "string" ? input : JSON.stringify(input, null, 2));
  for (const [i, decision] of decisions.entries()) {
    block(i === 0 ? "The person decided" : "Another person decided", JSON.stringify(decision, null, 2));
  }
  if (outcome !== undefined) block("What became known later", JSON.stringify(outcome, null, 2));
  for (const { observation, cells } of attempts) {
    const which = attempts.length > 1 ? ` (attempt ${observation.attempt})` : "";
    block(`The agent${which}`, answerOf(observation));
    if (observation.trace.steps.length > 0) block(`Its steps${which}`, observation.trace.steps.map(stepLine).join("\n"));
    if (observation.breaches.length > 0)
      block(
        `What it tried outside its tools${which}`,
        observation.breaches
          .map(({ kind, target, times }) => `${kind} ${target}${times === 1 ? "" : `, ${count(times)} times`}`)
          .join("\n"),
      );
    for (const { model, calls, input, output } of observation.usage ?? [])
      block(`What it took${which}`, `${model}: ${many(calls, "call")}, ${count(input)} tokens in, ${count(output)} out`);
    block(
      `Compared${which}`,
      cells
        .map(
          (cell) =>
            `${cell.outcome}: ${cell.decided} decided, ${cell.proposed} proposed${cell.because === undefined ? "" : `; ${cell.because}`}`,
        )
        .join("\n"),
    );
  }
  const page = `${dir}/report.html`;
  say(
    existsSync(page)
      ? `\n  Next: the same case in the report: ${page}#case=${encodeURIComponent(row.case.id)}`
      : `\n  Next: ${EARNEST} report ${dir} draws the report, in which the case can be opened`,
  );
  return EXIT.done;
}

function answerOf(observation: Observation): string {
  return observation.kind === "failed"
    ? `failed (${observation.code}): ${observation.because}`
    : JSON.stringify(observation.proposal, null, 2);
}

/** By its id as it stands on record, or as it stands in the dataset. */
async function findCase(dir: string, id: string, { dataset }: ReadySuite): Promise<CaseRow> {
  const { redaction } = openRun(dir).frame.header;
  const isRedacted = redaction !== undefined && redaction.none === null;
  const found = caseIn(dir, id);
  if (found !== undefined || !isRedacted) return found ?? notFound(dir, id, IDS);
  // Without its key nobody can tell, and the id may be wrong all the same.
  using redactor = await makeRedactor(dataset.name, dataset.redact).catch(() => null);
  const token = redactor?.value({ id }).id ?? id;
  return (
    (token === id ? undefined : caseIn(dir, token)) ?? notFound(dir, id, `${IDS}, where what identifies somebody is a token`)
  );
}

const IDS = "The report lists the cases of a run; ids are as in the dataset";

function notFound(dir: string, id: string, next: string): never {
  throw new EarnestError("CASE_NOT_FOUND", `there is no case ${id} in ${dir}`, { next });
}

function caseIn(dir: string, id: string): CaseRow | undefined {
  // A record that was left out may bear the id of a case that was not: a duplicate does.
  let leftOut: Excluded | undefined;
  for (const row of openRun(dir).rows) {
    if (row.kind === "case" && row.case.id === id) return row;
    if (row.kind === "excluded" && row.excluded.id === id) leftOut ??= row.excluded;
  }
  if (leftOut === undefined) return undefined;
  throw new EarnestError("CASE_NOT_FOUND", `case ${id} was left out: ${leftOut.because}`, {
    where: leftOut.where,
    details: leftOut.faults ?? [],
    next: "The report lists what was left out, and why",
  });
}

function block(title: string, text: string): void {
  say(`\n  ${styled("bold", title)}`);
  for (const line of visible(text).split("\n")) say(`    ${line}`);
}
