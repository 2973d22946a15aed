import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";

/** A TypeScript file as plain JavaScript, each line where it was. Throws a SyntaxError for what is more than types. */
export function plainJavaScript(file: string, text = readFileSync(file, "utf8")): string {
  const { emitWarning } = process;
  // Node says once that its stripper is experimental: nothing a user of earnest could act upon.
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(text);
  } finally {
    process.emitWarning = emitWarning;
  }
}
