import { writeFileSync } from "node:fs";
import { EarnestError, messageOf } from "../errors.ts";
import { envelopeExport } from "../policy/envelopeExport.ts";
import { many } from "../words.ts";
import { EXIT } from "./exitCode.ts";
import { loadSuite } from "./loadSuite.ts";
import { say } from "./say.ts";

export interface EnvelopeFlags {
  readonly data?: string;
  readonly output?: string;
}

/** earnest envelope: the policy envelopes of a suite as JSON, for what enforces them in production. */
export async function envelopeCommand(path: string, { data, output }: EnvelopeFlags): Promise<number> {
  const { suite } = await loadSuite(path, data);
  const written = envelopeExport(suite);
  const text = `${JSON.stringify(written, null, 2)}\n`;
  if (output === undefined) {
    process.stdout.write(text);
    return EXIT.done;
  }
  try {
    writeFileSync(output, text);
  } catch (cause) {
    throw new EarnestError("OUTPUT", `the envelopes cannot be written: ${messageOf(cause)}`, { where: { file: output }, cause });
  }
  say(`  ${many(written.envelopes.length, "envelope")} in ${output}, digest ${written.digest}`);
  return EXIT.done;
}
