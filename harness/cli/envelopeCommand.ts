import { writeFileSync } from "node:fs";
import { EarnestError, messageOf } from "../errors.ts";
import { envelopeExport } from "../policy/envelopeExport.ts";
import { refuseOtherSuite } from "../register/beginRegister.ts";
import { readRegister } from "../register/readRegister.ts";
import { many } from "../words.ts";
import { EXIT } from "./exitCode.ts";
import { loadSuite } from "./loadSuite.ts";
import { registerFile } from "./registerOptions.ts";
import { say } from "./say.ts";

export interface EnvelopeFlags {
  readonly data?: string;
  readonly output?: string;
  readonly register?: string;
}

/** earnest envelope: the policy envelopes of a suite as JSON, for what enforces them in production. */
export async function envelopeCommand(path: string, { data, output, register }: EnvelopeFlags): Promise<number> {
  const { suite } = await loadSuite(path, data);
  const file = registerFile(register);
  const kept = file === undefined ? undefined : readRegister(file);
  if (kept !== undefined) refuseOtherSuite(kept, suite);
  const written = envelopeExport(suite, kept?.register.actions);
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
  const granted = written.envelopes.filter((one) => one.granted).length;
  say(`  ${many(written.envelopes.length, "envelope")} in ${output}, ${granted} of them granted, digest ${written.digest}`);
  return EXIT.done;
}
