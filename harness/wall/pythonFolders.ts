import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isWithin, mayShow, partsOf } from "./mayShow.ts";
import { type Bind, isSystemPath } from "./sandbox.ts";

/** A Python as it is run in the sandbox, and what must be bound for it. */
export interface Python {
  readonly file: string;
  readonly readable: readonly Bind[];
}

/** A version of a person's own may be a script that chooses one (pyenv, asdf): only Python itself knows where it lies. */
const WHERE_IT_LIES = "import sys; print(sys.executable); print(sys.prefix); print(sys.base_prefix)";
/** Alone: no variable, no folder and no `.pth` file of anybody's has a say. */
const ALONE = ["-I", "-S", "-c", WHERE_IT_LIES];

/** Asks a Python outside the agent's folder where it lies; a sentence where it does not say. */
export function pythonOutside(file: string, folder: string): Python | string {
  // What chooses a version looks for its settings from where it is started.
  const cwd = isWithin(process.cwd(), folder) ? "/" : process.cwd();
  const { status, stdout } = spawnSync(file, ALONE, { encoding: "utf8", timeout: 10_000, env: {}, cwd });
  const [executable = "", ...prefixes] = stdout?.trim().split("\n") ?? [];
  if (status !== 0 || executable === "") return "it does not start without any variable of yours";
  const venv = dirname(dirname(executable));
  const isVenv = existsSync(settingsOf(venv));
  const real = realpathSync(executable);
  const bases = new Set([...prefixes, dirname(dirname(real))]);
  if (isVenv) bases.delete(venv);
  const readable = [...(isVenv ? partsOfVenv(venv, folder) : []), ...[...bases].flatMap((base) => partsOf(base, folder))];
  return { file: isVenv ? executable : real, readable };
}

/**
 * Reads where a Python in the agent's folder has its libraries, without running it, for whoever wrote the agent wrote it too.
 * Undefined where it is no virtual environment; a sentence where that leads to no Python.
 */
export function pythonInFolder(file: string, folder: string): Python | string | undefined {
  const venv = dirname(dirname(file));
  const settings = settingsOf(venv);
  if (!isWithin(venv, folder) || !existsSync(settings)) return undefined;
  const [, home = ""] = /^home\s*=\s*(.+?)\s*$/m.exec(readFileSync(settings, "utf8")) ?? [];
  const real = realpathSync(file);
  const bases = new Set([dirname(resolve(venv, home)), ...(isWithin(real, folder) ? [] : [dirname(dirname(real))])]);
  const wrong = [...bases].find((base) => globSync("lib*/python3.*/os.py", { cwd: base }).length === 0);
  if (wrong !== undefined) return `its virtual environment stands on ${wrong}, where no Python lies`;
  return { file, readable: [...partsOfVenv(venv, folder), ...[...bases].flatMap((base) => partsOf(base, folder))] };
}

function settingsOf(venv: string): string {
  return join(venv, "pyvenv.cfg");
}

/** One made in a project's own folder has the project around it. */
function partsOfVenv(venv: string, folder: string): readonly Bind[] {
  const paths = ["bin", ...globSync("lib*/python3.*", { cwd: venv }), "pyvenv.cfg"].map((name) => join(venv, name));
  return paths.filter((path) => !isSystemPath(path) && mayShow(path, folder)).map((path) => ({ from: path, to: path }));
}
