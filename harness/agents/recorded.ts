import { z } from "zod";
import { type Agent, NoProposal, type Proposal, proposalSchema, type Step, stepSchema, vouched, type World } from "../agent.ts";
import { issueMessage } from "../case.ts";
import { EarnestError, formatWhere, type Where } from "../errors.ts";
import type { Redactor } from "../redact/redactor.ts";
import type { Fault, Source, SourceRow } from "../sources/source.ts";

/** One logged proposal; `id` is the case's. Published as JSON Schema in `datasets/proposal.schema.json`. */
export const recordedSchema = z.strictObject({
  id: z.string().min(1).describe("The id of the case it is for"),
  attempt: z.number().int().min(1).default(1).describe("Counts from 1, when the agent was asked several times"),
  proposal: proposalSchema,
  steps: z.array(stepSchema).default([]).describe("What the agent did on the way, in order"),
});

/** A logged proposal as its log holds it. */
export type RecordedProposal = z.input<typeof recordedSchema>;

export interface RecordedOptions {
  readonly name: string;
  readonly version: string;
  /** Records that fit `recordedSchema`. */
  readonly proposals: Source;
}

/** An agent whose proposals were logged elsewhere; `unasked` counts those no case of the run asked for. */
export interface RecordedAgent extends Agent {
  start(world?: Pick<World, "redactor">): Promise<void>;
  unasked(): number;
}

interface Entry {
  readonly proposal: Proposal;
  readonly steps: readonly Step[];
  readonly where: Where;
  asked: boolean;
}

const LISTED = 20;

/**
 * Replays logged proposals by case id and attempt, for example of an agent that already shadows people in production.
 * `start` reads them all and throws PROPOSALS_INVALID with the first 20 faults; a case without a proposal is a failure of its own.
 */
export function recorded(options: RecordedOptions): RecordedAgent {
  let log: Log = { entries: new Map(), leftOut: new Map() };
  return vouched<RecordedAgent>({
    name: options.name,
    version: options.version,
    seam: "imported",
    isolation: "imported",
    async start(world) {
      log = await load(options, await world?.redactor);
    },
    propose(seen, toolbox) {
      const entry = log.entries.get(keyOf(seen.id, seen.attempt));
      if (entry === undefined) throw new NoProposal(absent(seen.id, seen.attempt, log.leftOut.get(seen.id)));
      entry.asked = true;
      for (const step of entry.steps) toolbox.note(step);
      return entry.proposal;
    },
    unasked() {
      let count = 0;
      for (const entry of log.entries.values()) if (!entry.asked) count++;
      return count;
    },
  });
}

function absent(id: string, attempt: number, because: string | undefined): string {
  const which = attempt === 1 ? `case "${id}"` : `attempt ${attempt} at case "${id}"`;
  return `no proposal was recorded for ${which}${because === undefined ? "" : `: ${because}`}`;
}

interface Log {
  readonly entries: Map<string, Entry>;
  /** Why a source left out the proposal for a case, by the case's id. */
  readonly leftOut: Map<string, string>;
}

async function load({ proposals }: RecordedOptions, redactor: Redactor | undefined): Promise<Log> {
  const log: Log = { entries: new Map(), leftOut: new Map() };
  const details: string[] = [];
  let bad = 0;
  for await (const batch of proposalRows(proposals)) {
    for (const given of batch) {
      const row = redactor === undefined ? given : inTokens(given, redactor);
      const faults = take(row, proposals, log);
      if (faults.length === 0) continue;
      bad++;
      if (bad <= LISTED) details.push(...faults.map((fault) => `${formatWhere(fault.where)}: ${fault.message}`));
    }
  }
  if (bad > 0) {
    const more = bad > LISTED ? `; the first ${LISTED} are listed` : "";
    throw new EarnestError(
      "PROPOSALS_INVALID",
      `${proposals.name}: ${bad} ${bad === 1 ? "row" : "rows"} could not be read${more}`,
      {
        details,
        next: "Mend the rows: each needs the id of its case and a proposal, as datasets/proposal.schema.json says",
      },
    );
  }
  if (log.entries.size === 0) {
    throw new EarnestError("PROPOSALS_INVALID", `${proposals.name}: there is no proposal in it`, {
      next: "Check that the file is the one you meant",
    });
  }
  return log;
}

/** Puts a row into the log, or says what is wrong with it. */
function take(row: SourceRow, source: Source, log: Log): readonly Fault[] {
  if (row.kind === "unreadable") return row.faults;
  if (row.kind === "excluded") {
    log.leftOut.set(row.id, row.because);
    return [];
  }
  const { where } = row;
  const parsed = recordedSchema.safeParse(row.raw);
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => {
      const column = source.columnOf?.(issue.path) ?? issue.path.map(String).join(".");
      return { where: column === "" ? where : { ...where, column }, message: issueMessage(issue, row.raw) };
    });
  }
  const { id, attempt, proposal, steps } = parsed.data;
  const key = keyOf(id, attempt);
  const twin = log.entries.get(key);
  if (twin !== undefined) {
    const first = formatWhere(twin.where);
    const message = `expected one proposal per case and attempt, got a second one for "${id}", attempt ${attempt}; the first is at ${first}`;
    return [{ where, message }];
  }
  log.entries.set(key, { proposal, steps, where, asked: false });
  return [];
}

/** A logged proposal speaks of people and accounts by the tokens of the cases; what the dataset excepts of a decision's actions stays in it, too. */
function inTokens(row: SourceRow, redactor: Redactor): SourceRow {
  if (row.kind === "excluded") return { ...row, id: redactor.text(row.id), because: redactor.text(row.because) };
  if (row.kind === "unreadable") {
    return { ...row, faults: row.faults.map(({ where, message }) => ({ where, message: redactor.message(message) })) };
  }
  const { proposal, ...rest } = Object(row.raw) as { readonly proposal?: unknown };
  if (typeof proposal !== "object" || proposal === null || !("actions" in proposal))
    return { ...row, raw: redactor.value(row.raw) };
  const { actions, ...said } = proposal;
  const acts = redactor.value(actions, ["decisions", "0", "actions"]);
  return { ...row, raw: { ...redactor.value(rest), proposal: { ...redactor.value(said), actions: acts } } };
}

/** Sources speak of cases when a whole file cannot be used; here it holds proposals. */
async function* proposalRows(source: Source): AsyncGenerator<readonly SourceRow[]> {
  try {
    yield* source.read();
  } catch (error) {
    if (!(error instanceof EarnestError) || error.code !== "CASES_INVALID") throw error;
    const { where, next, details } = error;
    throw new EarnestError("PROPOSALS_INVALID", error.message, {
      ...(where === undefined ? {} : { where }),
      ...(next === undefined ? {} : { next }),
      details,
      cause: error,
    });
  }
}

function keyOf(id: string, attempt: number): string {
  return `${attempt} ${id}`;
}
