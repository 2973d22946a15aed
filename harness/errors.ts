/** Codes of everything that can stop earnest; stable, so that scripts may match on them. */
export const ERROR_CODES = [
  "USAGE",
  "SUITE_NOT_FOUND",
  "SUITE_BROKEN",
  "DATA_MISSING",
  "CASES_INVALID",
  "CASES_EMPTY",
  "PROPOSALS_INVALID",
  "RULINGS_INVALID",
  "ADJUDICATIONS_INVALID",
  "DRILLS_INVALID",
  "REGISTER_INVALID",
  "REGISTER_DIFFERS",
  "NOT_PROMOTED",
  "RUN_EXISTS",
  "RUN_NOT_FOUND",
  "RUN_EMPTY",
  "RUN_LOCKED",
  "RUNS_DISJOINT",
  "LEDGER_CORRUPT",
  "LEDGER_WRITE",
  "CASE_NOT_FOUND",
  "ISOLATION_WEAK",
  "WALL_BROKEN",
  "AGENT_START",
  "ENDPOINT_UNREACHABLE",
  "KEY_MISSING",
  "KEY_INVALID",
  "SIGNOFF_BROKEN",
  "PRICE_MISSING",
  "LIMIT_REACHED",
  "CASSETTE_MISSING",
  "CASSETTE_MISS",
  "CASSETTE_CORRUPT",
  "CASSETTE_WRITE",
  "RESUME_CHANGED",
  "FIXTURE_BROKEN",
  "DRILL_BROKEN",
  "OUTPUT",
  "PERSONAL_DATA",
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Where something went wrong; `line` and a numeric `column` count from 1, a string `column` names a field. */
export interface Where {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | string | undefined;
}

/** What stops us: says what, where, and what to do next. What an agent does wrong is data, never this. */
export class EarnestError extends Error {
  override readonly name = "EarnestError";
  readonly code: ErrorCode;
  readonly where: Where | undefined;
  readonly next: string | undefined;
  /** One line for each single fault, when one error stands for many. */
  readonly details: readonly string[];

  constructor(
    code: ErrorCode,
    message: string,
    more: { where?: Where; next?: string; details?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.where = more.where;
    this.next = more.next;
    this.details = more.details ?? [];
  }
}

/** `file:line:column`, as editors and terminals link it. */
export function formatWhere(where: Where): string {
  const line = where.line === undefined ? "" : `:${where.line}`;
  if (typeof where.column === "string") return `${where.file}${line} (column ${where.column})`;
  return `${where.file}${line}${where.column === undefined ? "" : `:${where.column}`}`;
}

/** What was thrown first, where taking things away afterwards threw as well. */
export function firstThrown(thrown: unknown): unknown {
  return thrown instanceof SuppressedError ? firstThrown(thrown.suppressed) : thrown;
}

/** The message of anything that was thrown, on one line. Never throws, whatever was thrown. */
export function messageOf(thrown: unknown): string {
  try {
    const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
    return text.replaceAll(/\s+/g, " ").trim();
  } catch {
    // Reading the message threw in turn: a proxy, a getter, an object without a prototype.
    return "something without a readable message was thrown";
  }
}
