import { initSync, parse } from "es-module-lexer";
import { EarnestError, messageOf } from "../../errors.ts";

initSync();

/**
 * What JavaScript code imports by a plain name, as a module or as CommonJS; a name in a comment or a string is none.
 * Throws AGENT_START where it cannot be read.
 */
export function importsOf(text: string, file: string): readonly string[] {
  // To whoever reads modules, `require(...)` looks like an import() when it is written like one, of the same length.
  const modules = text.replace(/(?<![.\w$])require(?=\s*\()/g, "import ");
  try {
    const [imports] = parse(modules, file);
    return imports.flatMap(({ n }) => n ?? []);
  } catch (cause) {
    throw new EarnestError("AGENT_START", `a file of the agent is no JavaScript: ${messageOf(cause)}`, {
      where: { file },
      next: "node --check names the place",
      cause,
    });
  }
}
