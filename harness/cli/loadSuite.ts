import { existsSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { EarnestError, messageOf } from "../errors.ts";
import { refuseUnknown } from "../suite/refuseUnknown.ts";
import { type ReadySuite, readySuite, type Suite, type SuiteModule } from "../suite.ts";

const NAMES = ["suite.ts", "suite.mts", "suite.js", "suite.mjs"];

/** A suite and the file it came from, relative to the current directory where that is possible. */
export interface LoadedSuite {
  readonly suite: ReadySuite;
  readonly file: string;
}

/** Loads a suite from a file, or from a folder that holds a `suite.ts`, with the questions about these types or with all. A file that exists must load. */
export async function loadSuite(
  path: string,
  data: string | undefined,
  ask?: readonly string[],
  missing?: string,
): Promise<LoadedSuite> {
  const { suite, file } = await importSuite(path, data, missing);
  refuseUnknown(suite);
  return { suite: readySuite(suite, ask), file };
}

/** A suite as its file gives it, not made ready to be run or judged. A file that exists must load. */
export async function importSuite(
  path: string,
  data: string | undefined,
  missing?: string,
): Promise<{ readonly suite: Suite; readonly file: string }> {
  const file = suiteFile(path, missing);
  let loaded: { default?: unknown };
  try {
    loaded = (await import(pathToFileURL(resolve(file)).href)) as { default?: unknown };
  } catch (cause) {
    // A file that the suite reads names its own place, which is nearer to the fault than the suite's.
    if (cause instanceof EarnestError && cause.where !== undefined) throw cause;
    throw new EarnestError("SUITE_BROKEN", `the suite does not load: ${messageOf(cause)}`, {
      where: { file },
      cause,
      next: (cause instanceof EarnestError ? cause.next : undefined) ?? "Mend the file; Node runs it as it is, types stripped",
      ...(cause instanceof EarnestError ? { details: cause.details } : {}),
    });
  }
  if (typeof loaded.default !== "function") {
    throw new EarnestError("SUITE_BROKEN", "the suite has no default export made by defineSuite", {
      where: { file },
      next: "export default defineSuite({ ... })",
    });
  }
  return { suite: (loaded.default as SuiteModule)({ data }), file };
}

/** The file of a suite, relative to the current directory where that is possible. Throws SUITE_NOT_FOUND. */
export function suiteFile(
  path: string,
  missing = "Give a suite file, or a folder that holds a suite.ts, such as suites/inbox-triage",
): string {
  const found =
    existsSync(path) && statSync(path).isDirectory()
      ? NAMES.map((name) => join(path, name)).find((file) => existsSync(file))
      : path;
  if (found === undefined || !existsSync(found)) {
    throw new EarnestError("SUITE_NOT_FOUND", `there is no suite at ${path}`, {
      next: missing,
    });
  }
  const near = relative(process.cwd(), resolve(found));
  return near.startsWith("..") || isAbsolute(near) ? resolve(found) : near;
}
