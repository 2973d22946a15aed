import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { EarnestError } from "../../errors.ts";

/** A package as it lies on disk. */
export interface Package {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** "@scope/name/part" -> "@scope/name". */
export function packageNameOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/**
 * The packages of these names, as seen from the folders that want them, and all that those stand on. What is not installed is left
 * out: whether it is needed shows when it is imported. Throws AGENT_START where one name means two packages that do not lie in one another.
 */
export function findPackages(wanted: ReadonlyMap<string, string>): readonly Package[] {
  const found = new Map<string, Package>();
  const known = new Set<string>();
  const todo = [...wanted].map(([name, from]) => ({ name, from }));
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const folder = lookUp(next.name, next.from);
    if (folder === undefined || known.has(folder)) continue;
    known.add(folder);
    const { version = "", ...manifest } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
    const { dependencies, optionalDependencies, peerDependencies } = manifest;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      todo.push({ name, from: folder });
    // One that lies within another comes along with it.
    if ([...known].some((other) => folder.startsWith(`${other}/`))) continue;
    const before = found.get(next.name);
    if (before !== undefined) throw twice(next.name, before.folder, folder);
    found.set(next.name, { name: next.name, version, folder });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is no name of a package may lead anywhere from `node_modules`. */
const NAME = /^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/;

function lookUp(name: string, from: string): string | undefined {
  if (!NAME.test(name)) return undefined;
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return realpathSync(candidate);
    if (folder === dirname(folder)) return undefined;
  }
}

function twice(name: string, one: string, other: string): EarnestError {
  return new EarnestError(
    "AGENT_START",
    `the agent imports two packages by the name of ${name}, which cannot be shown to it side by side`,
    {
      details: [one, other],
      next: "Install the agent's packages with npm, so that a second version lies within the package that needs it",
    },
  );
}
