import { gunzipSync } from "node:zlib";
import { quote } from "../comparators/quote.ts";
import { shorten } from "../words.ts";
import { firstDifference } from "./firstDifference.ts";

/** More than this is no block of cases. */
const LONGEST = 256 * 1024 * 1024;

/** What differs in a block that programs read: the record of the page, the list of its cases, or the content of some. */
export function dataDifference(found: string, drawn: string, foundBody: string, drawnBody: string): string {
  const id = /\bid="([^"]*)"/.exec(drawn)?.[1] ?? "";
  const what = id === "drawn" ? "the page’s record of what it was drawn from" : `the block of cases ${shorten(id, 40)}`;
  if (found === "") return `${what} is gone from the page`;
  const was = linesOf(foundBody);
  if (was === undefined) return `${what} cannot be read`;
  const is = linesOf(drawnBody) ?? [];
  const line = is.findIndex((text, i) => text !== was[i]);
  if (line < 0) return `${what} was changed: it holds more, or is packed in another way`;
  const [theirs, ours] = [jsonOf(was[line] ?? ""), jsonOf(is[line] ?? "")];
  const name = id === "drawn" ? what : caseNamed(ours, what);
  const differs = firstDifference(theirs, ours);
  if (differs === undefined) return `${name} says the same, in other bytes`;
  return `${name} was changed: ${differs.at} is ${quote(differs.recorded)} there, and ${quote(differs.now)} by the ledger`;
}

function caseNamed(ours: unknown, what: string): string {
  const { id } = Object(ours) as { id?: unknown };
  return typeof id === "string" ? `the content of case ${shorten(id, 100)}` : what;
}

/** The record is JSON as it stands, the rest compressed; undefined for what is neither. */
function linesOf(body: string): string[] | undefined {
  if (body.startsWith("{")) return [body];
  try {
    return gunzipSync(Buffer.from(body, "base64"), { maxOutputLength: LONGEST }).toString().split("\n");
  } catch {
    // Whatever it is, it is not what was put there.
    return undefined;
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Then the line itself differs.
    return line;
  }
}
