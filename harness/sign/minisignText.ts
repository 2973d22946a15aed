import { EarnestError } from "../errors.ts";

/** Longer is no comment, and longer than all of it no file of minisign's. */
const LONGEST_COMMENT = 1024;
const LONGEST_FILE = 8192;

/** The lines of a small text file of minisign's: a comment, then base64. Throws KEY_INVALID naming the file; a comment is one line of characters that can be seen. */
export function minisignLines(text: string, lines: number, file: string): readonly string[] {
  const fault = (why: string) => new EarnestError("KEY_INVALID", why, { where: { file }, next: NEXT });
  if (text.length > LONGEST_FILE) throw fault("it is too long for a file of minisign");
  const found = text.replace(/\r?\n$/, "").split(/\r?\n/);
  if (found.length !== lines) throw fault(`it has ${found.length} lines, and a file of this kind has ${lines}`);
  if (found.some((line) => line.length > LONGEST_COMMENT || UNSEEN.test(line)))
    throw fault("a line of it is too long, or holds characters that cannot be seen");
  return found;
}

/** Bytes from base64 in its one strict form; undefined for anything else, or another length. */
export function strictBase64(text: string, length: number): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.length === length && bytes.toString("base64") === text ? bytes : undefined;
}

/** What would end a comment, or let it look like another; a tab is what minisign puts between the parts of one. */
const UNSEEN = /(?!\t)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const NEXT = "Give a key or signature as minisign or earnest sign writes it";
