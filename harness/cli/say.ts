import { styleText } from "node:util";
import { EarnestError, formatWhere, messageOf } from "../errors.ts";
import { visible, visibleLine } from "../words.ts";

/** The shape of everything `--json` prints: one object. */
export interface Envelope {
  readonly schema: "earnest/cli/1";
  readonly command: string;
  readonly ok: boolean;
  readonly data: unknown;
  readonly errors: readonly {
    readonly code: string;
    readonly message: string;
    readonly where: string | null;
    readonly next: string | null;
    readonly details: readonly string[];
  }[];
}

/** How this earnest was called, so that a command it names can be pasted as it stands. */
export const EARNEST = ["earnest", "demo"].includes(process.env["npm_lifecycle_event"] ?? "")
  ? "npm run --silent earnest --"
  : "earnest";

type Style = Parameters<typeof styleText>[0];

/** Styled for a terminal, plain anywhere else; NO_COLOR and FORCE_COLOR are respected. */
export function styled(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return styleText(style, text, { stream });
}

/** A line of the result. */
export function say(line = ""): void {
  process.stdout.write(`${line}\n`);
}

/** A line about how it is going. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The text as one word for a shell, quoted where it must be; none for what cannot be shown and typed as it is. */
export function shellWord(text: string): string | undefined {
  if (/^[\w@%+=:,./][\w@%+=:,./-]*$/.test(text)) return text;
  return text === "" || text.startsWith("-") || visibleLine(text) !== text ? undefined : `'${text.replaceAll("'", "'\\''")}'`;
}

/** One JSON object, as the only thing on stdout. */
export function sayJson(command: string, data: unknown, ok = true): void {
  const envelope: Envelope = { schema: "earnest/cli/1", command, ok, data, errors: [] };
  say(JSON.stringify(envelope));
}

/** Says what stopped us: what, where, and what to do next. */
export function sayError(command: string, error: unknown, json: boolean): void {
  const known = error instanceof EarnestError ? error : undefined;
  if (json) {
    const told = {
      code: known?.code ?? "UNEXPECTED",
      message: messageOf(error),
      where: known?.where === undefined ? null : formatWhere(known.where),
      next: known?.next ?? null,
      details: known?.details ?? [],
    };
    say(JSON.stringify({ schema: "earnest/cli/1", command, ok: false, data: null, errors: [told] } satisfies Envelope));
    return;
  }
  const where = known?.where === undefined ? "" : `${visibleLine(formatWhere(known.where))}: `;
  tell(`${styled(["red", "bold"], "error", process.stderr)} ${where}${visibleLine(messageOf(error))}`);
  for (const detail of known?.details ?? []) tell(`  ${visibleLine(detail)}`);
  if (known?.next !== undefined) tell(`${styled("bold", "next", process.stderr)}  ${visibleLine(known.next)}`);
  if (known === undefined && error instanceof Error && error.stack !== undefined) tell(visible(error.stack));
}
