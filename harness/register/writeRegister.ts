import { existsSync, lstatSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type Document, isMap, isNode, isScalar, isSeq, Document as NewDocument, parseDocument } from "yaml";
import { sameJson } from "../canonical.ts";
import { EarnestError, messageOf } from "../errors.ts";
import { parseRegister } from "./parseRegister.ts";
import { REGISTER_SCHEMA, type Register, type RegisterEntry, type RegisteredType } from "./register.ts";

const HEADER = ` Which action type may do how much by itself, since when, and on what evidence.
 Written by earnest promote, earnest demote and earnest gate. Owners, demotion rules and comments are yours to edit;
 rungs are not: each one has to be where the history leads.`;

/**
 * Writes a register in place of the text it was read from (null: there was no file), whole or not at all; a person's comments stay.
 * Throws REGISTER_DIFFERS where the file has changed since, or is being written; OUTPUT where it cannot be.
 */
export function writeRegister(file: string, source: string | null, register: Register): void {
  const text = registerText(source, register);
  refuseProtected(file);
  const draft = `${file}.tmp`;
  begin(draft, file, text);
  try {
    const now = existsSync(file) ? readFileSync(file, "utf8") : null;
    if (now !== source) throw changed(file);
    renameSync(draft, file);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw cause instanceof EarnestError ? cause : unwritten(file, cause);
  }
}

/** A file is replaced as a whole: one that is a link, or that somebody has closed to writing, is not earnest's to replace. */
function refuseProtected(file: string): void {
  const there = lstatSync(file, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (there.isSymbolicLink()) throw protectedFile(file, "is a symbolic link", "Name the file that it leads to with --register");
  if ((there.mode & 0o222) === 0)
    throw protectedFile(file, "is closed to writing", "Open it to writing (chmod u+w), if that is yours to decide");
}

function protectedFile(file: string, is: string, next: string): EarnestError {
  return new EarnestError("OUTPUT", `the register ${is}, and is left as it is`, { where: { file }, next });
}

/** A draft that only one process at a time can make keeps two from writing at once. */
function begin(draft: string, target: string, text: string): void {
  try {
    writeFileSync(draft, text, { flag: "wx", flush: true, ...(existsSync(target) ? { mode: statSync(target).mode } : {}) });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw unwritten(target, cause);
    throw new EarnestError("REGISTER_DIFFERS", "the register is being written by another process", {
      where: { file: draft },
      next: `Try again; if no other earnest runs, one was cut off: delete ${draft}`,
    });
  }
}

/** The text of a register: what the file said, with what has changed, and nothing else. */
export function registerText(source: string | null, register: Register): string {
  const document = source === null ? begun(register) : edited(source, register);
  const text = asBefore(source, document.toString({ lineWidth: 0 }));
  const { register: back } = parseRegister(text);
  if (back !== undefined && sameJson(plainOf(back), plainOf(register))) return text;
  throw new EarnestError("OUTPUT", "the register cannot be written so that it reads the same again", {
    next: "Names and reasons must be text that a file can hold",
  });
}

/** With the ends of lines and the mark at its beginning that the file had. */
function asBefore(source: string | null, text: string): string {
  const lines = source?.includes("\r\n") ? text.replaceAll(/\r?\n/g, "\r\n") : text;
  return source?.startsWith("\uFEFF") && !lines.startsWith("\uFEFF") ? `\uFEFF${lines}` : lines;
}

function begun(register: Register): Document {
  const document = new NewDocument(plainOf(register), { aliasDuplicateObjects: false });
  document.commentBefore = HEADER;
  const rungs = document.getIn(["ladder", "rungs"], true);
  if (isSeq(rungs)) rungs.flow = true;
  return document;
}

function edited(source: string, register: Register): Document {
  const document = parseDocument(source, { stringKeys: true });
  const was = parseRegister(source).register;
  for (const [type, row] of register.actions) put(document, ["actions", type], was?.actions.get(type), row);
  const history = document.get("history");
  for (const entry of register.history.slice(was?.history.length ?? 0))
    if (isSeq(history)) history.add(document.createNode(entryInOrder(entry), { aliasDuplicateObjects: false }));
  return document;
}

/** Sets what differs, member by member, so that what a person wrote beside the others stays. */
function put(document: Document, path: readonly string[], was: unknown, is: unknown): void {
  if (was !== undefined && sameJson(was, is)) return;
  const there = document.getIn(path, true);
  if (isMap(there) && isRecord(is)) {
    for (const pair of [...there.items]) {
      const name = isScalar(pair.key) ? String(pair.key.value) : "";
      if (is[name] === undefined) document.deleteIn([...path, name]);
    }
    for (const [name, value] of Object.entries(is))
      if (value !== undefined) put(document, [...path, name], isRecord(was) ? was[name] : undefined, value);
    return;
  }
  const made = document.createNode(is, { aliasDuplicateObjects: false });
  if (isNode(there) && isNode(made)) {
    made.comment = there.comment ?? null;
    made.commentBefore = there.commentBefore ?? null;
  }
  document.setIn(path, made);
}

function isRecord(given: unknown): given is Readonly<Record<string, unknown>> {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

function plainOf({ suite, ladder, actions, history }: Register) {
  return {
    schema: REGISTER_SCHEMA,
    suite,
    ladder,
    actions: Object.fromEntries([...actions].map(([type, row]) => [type, rowInOrder(row)])),
    history: history.map(entryInOrder),
  };
}

function rowInOrder({ rung, envelope, owners, since, by, evidence, expires, demotion }: RegisteredType): RegisteredType {
  return { rung, envelope, owners, since, by, evidence, expires, demotion };
}

function entryInOrder({ at, type, kind, from, to, by, because, loosened, ...rest }: RegisterEntry): RegisterEntry {
  const { evidence, envelope, expires, previous, digest } = rest;
  const said = { ...(because === undefined ? {} : { because }), ...(loosened === undefined ? {} : { loosened }) };
  return { at, type, kind, from, to, by, ...said, evidence, envelope, expires, previous, digest };
}

function changed(file: string): EarnestError {
  return new EarnestError("REGISTER_DIFFERS", "the register was changed while this was being decided, and is left as it is", {
    where: { file },
    next: "Run the same command again",
  });
}

function unwritten(file: string, cause: unknown): EarnestError {
  return new EarnestError("OUTPUT", `the register cannot be written: ${messageOf(cause)}`, { where: { file }, cause });
}
