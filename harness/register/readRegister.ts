import { readFileSync } from "node:fs";
import { EarnestError, messageOf } from "../errors.ts";
import { many } from "../words.ts";
import { type LineOf, parseRegister, type RegisterFault } from "./parseRegister.ts";
import type { Register } from "./register.ts";
import { registerFaults } from "./registerFaults.ts";

/** A register with the text it was read from. */
export interface KeptRegister {
  readonly file: string;
  readonly source: string;
  readonly register: Register;
  readonly lineOf: LineOf;
}

/** Reads a register, and holds it against its own history. Throws REGISTER_INVALID with file and line of every fault. */
export function readRegister(file: string): KeptRegister {
  const source = sourceOf(file);
  if (source.split(/\r?\n/).every((line) => /^\uFEFF?\s*(#|$)/.test(line)))
    throw new EarnestError("REGISTER_INVALID", "the register is empty", {
      where: { file },
      next: "Restore it from version control; where there never was one, delete the file, and the first earnest promote makes it",
    });
  const { register, faults, lineOf } = parseRegister(source);
  if (register === undefined) throw invalid(file, faults);
  const wrong = registerFaults(register, lineOf);
  if (wrong.length > 0) throw invalid(file, wrong);
  return { file, source, register, lineOf };
}

/** Of more than so many, the first tell. */
const TOLD = 20;

function invalid(file: string, faults: readonly RegisterFault[]): EarnestError {
  const [first] = faults as [RegisterFault];
  const several = faults.length > 1;
  return new EarnestError("REGISTER_INVALID", several ? `the register has ${many(faults.length, "fault")}` : first.message, {
    where: { file, line: first.line },
    details: several ? faults.slice(0, TOLD).map(({ line, message }) => `${file}:${line} ${message}`) : [],
    next: "Restore the file from version control; rungs and history are written by earnest promote and earnest demote",
  });
}

function sourceOf(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new EarnestError("REGISTER_INVALID", `the register cannot be read: ${messageOf(cause)}`, {
      where: { file },
      next: "Name the register with --register; earnest promote makes one at the first promotion",
      cause,
    });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new EarnestError("REGISTER_INVALID", "the register is not text in UTF-8", {
      where: { file },
      next: "Save it as UTF-8, or restore it from version control",
      cause,
    });
  }
}
