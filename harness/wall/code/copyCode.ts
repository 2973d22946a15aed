import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { Json } from "../../action.ts";
import { digestOf, sha256 } from "../../canonical.ts";
import type { Bind } from "../sandbox.ts";
import type { FileFound } from "./filesGiven.ts";
import type { ModuleGraph } from "./moduleGraph.ts";
import { placeIn } from "./placeIn.ts";
import { plainJavaScript } from "./plainJavaScript.ts";

/** A copy of an agent's code with earnest's own part of the child, in a folder of its own. */
export interface CodeCopy {
  /** Folder with `agent/` and `child/`. */
  readonly folder: string;
  /** The program to start and the agent's module, from that folder on. */
  readonly main: string;
  readonly module: string;
  /** Packages and given files, and where in the folder they are to be seen. */
  readonly shown: readonly Bind[];
  /** Of all that the agent runs. */
  readonly digest: string;
}

export interface CopyOptions {
  /** An empty one, to copy into. */
  readonly folder: string;
  readonly given: Json | undefined;
  readonly files: readonly FileFound[];
  readonly linked: boolean;
}

const HARNESS = join(import.meta.dirname, "..", "..");
const CHILD_FILES = [
  ...["main", "channel", "frames", "doors", "answers", "attempts", "tries", "kept", "guardOnly"].map(
    (name) => `wall/child/${name}.ts`,
  ),
  "onRecord.ts",
];

/** Writes the copy: plain files without links, types left out. With `linked` packages and files are linked, for want of a sandbox that binds them. */
export function copyCode(graph: ModuleGraph, { folder, given, files, linked }: CopyOptions): CodeCopy {
  const stamps: [string, string][] = [];
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    stamps.push([path, sha256(text)]);
  };
  for (const file of CHILD_FILES)
    put(`child/${basename(file, ".ts")}.mjs`, plainJavaScript(join(HARNESS, file)).replaceAll(OWN, '$1"./$2.mjs"'));
  put("child/given.json", JSON.stringify(given ?? null));
  const inCopy = (file: string) => join("agent", relative(graph.root, file));
  for (const [file, text] of graph.files) put(inCopy(file), text);
  put("agent/package.json", JSON.stringify(graph.type === undefined ? {} : { type: graph.type }));
  if (graph.earnest !== undefined) {
    const target = relative(join("agent", "node_modules", "earnest"), inCopy(graph.earnest));
    put("agent/node_modules/earnest/package.json", JSON.stringify({ name: "earnest", type: "module", exports: "./index.js" }));
    put("agent/node_modules/earnest/index.js", `export * from ${JSON.stringify(target)};\n`);
  }
  const packages = graph.packages.map((one) => ({ from: one.folder, to: join("agent", "node_modules", one.name) }));
  const shown = [...packages, ...files.map(({ from, to }) => ({ from, to: join("agent", "files", to) }))];
  for (const one of shown) place(folder, one, linked);
  const versions = graph.packages.map(({ name, version }) => [name, version]);
  const held = files.map(({ to, stamps: own }) => [to, own]);
  const digest = digestOf([stamps.sort(([a], [b]) => (a < b ? -1 : 1)), versions, held]);
  return { folder, main: "child/main.mjs", module: inCopy(graph.entry), shown, digest };
}

/** A bind needs something to lie upon. */
function place(folder: string, { from, to }: Bind, linked: boolean): void {
  const path = placeIn(folder, to);
  if (linked) symlinkSync(from, path);
  else if (statSync(from).isDirectory()) mkdirSync(path, { recursive: true });
  else if (!existsSync(path)) writeFileSync(path, "", { flag: "wx" });
}

/** The child's files lie side by side in the copy. */
const OWN = /(from )"[./]+\/(\w+)\.ts"/g;
