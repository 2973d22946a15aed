import { EarnestError } from "../errors.ts";

/** Longer is no comment, and longer than all of it no file of minisign's. */
const LONGEST_COMMENT = 1024;
const LONGEST_FILE = 8192;

/** The lines of a small text file of minisign's: a comment, then base64. Throws KEY_INVALID naming the file; a character of a line stands for a byte of it. */
export function minisignLines(given: string | Uint8Array, lines: number, file: string): readonly string[] {
  // A character for each byte: a comment is signed as its bytes, whatever they are to a reader.
  const text = Buffer.from(given).toString("latin1");
  const fault = (why: string) => new EarnestError("KEY_INVALID", why, { where: { file }, next: NEXT });
  if (text.length > LONGEST_FILE) throw fault("it is too long for a file of minisign");
  const found = text.replace(/\r?\n$/, "").split(/\r?\n/);
  if (found.length !== lines) throw fault(`it has ${found.length} lines, and a file of this kind has ${lines}`);
  if (found.some((line) => line.length > LONGEST_COMMENT || ENDS.test(line)))
    throw fault("a line of it is too long, or holds what would end it");
  return found;
}

/** Bytes from base64 in its one strict form; undefined for anything else, or another length. */
export function strictBase64(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.length === length && bytes.toString("base64") === text ? bytes : undefined;
}

/** What would end a comment for one program and not for another. */
const ENDS = /[\r\n\0]/;
const NEXT = "Give a key or signature as minisign or earnest sign writes it";
