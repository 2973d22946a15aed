import { ESCALATE, NONE } from "../action.ts";
import type { CsvRow } from "./cell.ts";
import { type ActionColumns, actionPart, type Value } from "./csv.ts";
import { type CsvOptions, csvSource } from "./csvSource.ts";
import { numeric, objectPart, optionalPart, type Part, partOf } from "./part.ts";
import type { Source } from "./source.ts";

/** One proposal per record; `type` holds an action type, `none`, `escalate` or `abstain`. */
export interface ProposalColumns extends ActionColumns {
  /** The agent's own, 0 to 1. */
  readonly confidence?: Value;
  readonly because?: Value;
  /** The agents it came through, such as `cell.list("via", ">")`. */
  readonly chain?: Value;
}

/** Which columns make a logged proposal; `id` is the case's, `attempt` counts from 1 and may be left out when there is one. */
export interface ProposalMapping {
  readonly id: Value;
  readonly attempt?: Value;
  readonly proposal: ProposalColumns | ((row: CsvRow) => unknown);
  readonly steps?: Value;
}

const ABSTAIN = "abstain";

/**
 * Logged proposals from CSV files, for `recorded`; the files are read as `csv` reads them. An empty type is refused:
 * an agent that gave no answer must not pass for one that proposed to do nothing.
 */
export function csvProposals(path: string | readonly string[], mapping: ProposalMapping, options: CsvOptions = {}): Source {
  const { id, attempt, proposal, steps } = mapping;
  const part = objectPart({
    id: partOf(id, "id", "kept"),
    attempt: optionalPart(numeric(attempt), "attempt"),
    proposal: typeof proposal === "function" ? partOf(proposal, "proposal") : proposalPart(proposal),
    steps: optionalPart(steps, "steps"),
  });
  return csvSource(path, part, options);
}

function proposalPart(columns: ProposalColumns): Part {
  const action = actionPart(columns);
  const confidence = objectPart({ confidence: optionalPart(numeric(columns.confidence), "confidence") });
  const chain = objectPart({ chain: optionalPart(columns.chain, "chain") });
  const because = objectPart({ because: optionalPart(columns.because, "because") });
  return {
    columns: [...action.columns, ...confidence.columns, ...because.columns, ...chain.columns],
    read(row, faults) {
      const type = (row[columns.type] as string).trim();
      if (type === "") {
        faults.push({
          column: columns.type,
          message: `expected an action type, "${NONE}", "${ESCALATE}" or "${ABSTAIN}", got an empty cell`,
        });
      }
      const stated = confidence.read(row, faults) as object;
      const why = because.read(row, faults) as object;
      const through = chain.read(row, faults) as object;
      if (type === ESCALATE || type === ABSTAIN) return { kind: type, ...stated, ...why };
      return { kind: "act", actions: [{ ...(action.read(row, faults) as object), ...stated, ...through }], ...why };
    },
    columnAt([key, , ...rest]) {
      if (key === "actions") return action.columnAt(rest) ?? confidence.columnAt(rest) ?? chain.columnAt(rest);
      if (key === "kind") return columns.type;
      return key === undefined ? undefined : (confidence.columnAt([key]) ?? because.columnAt([key]));
    },
  };
}
