import { execFile } from "node:child_process";
import { join } from "node:path";

/** What a process came to. */
export interface Done {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** For tests: the top of the project. A suite can import "earnest" only from inside it. */
export const root = join(import.meta.dirname, "..", "..");

/** For tests: the environment of this process, without what would change what is said. */
export const plainEnv: NodeJS.ProcessEnv = { ...process.env };
for (const name of Object.keys(plainEnv)) {
  if (name.startsWith("EARNEST_") || name === "FORCE_COLOR" || name === "NO_COLOR") delete plainEnv[name];
}
// Whoever runs the tests may have drilled the same suites here.
plainEnv["EARNEST_DRILLS"] = "none";

/** For tests: a whole process, as a user or a script starts it. */
export function earnest(args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = root): Promise<Done> {
  return new Promise((resolve) => {
    const how = { cwd, env: { ...plainEnv, ...env }, maxBuffer: 2 ** 28 };
    const child = execFile(process.execPath, [join(root, "harness/cli.ts"), ...args], how, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
