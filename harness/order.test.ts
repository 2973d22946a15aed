import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const LINE_AFTER = "The import order of `harness/`:";

const sources = globSync("harness/**/*.ts", { cwd: root }).filter((file) => !file.endsWith(".test.ts"));
const places = orderLine(textOf("README.md"));

function textOf(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** The fenced block that stands after the words, as a list. */
function orderLine(readme: string): string[] {
  const [, after] = readme.split(LINE_AFTER);
  const block = /```\w*\n([\s\S]*?)```/.exec(after ?? "")?.[1];
  return block?.split(/\s+/).filter((place) => place !== "") ?? [];
}

/** Program text without its comments, as far as they stand on lines of their own. */
function code(text: string): string {
  return text.replace(/^\s*\/\*[\s\S]*?\*\//gm, "").replace(/^\s*\/\/.*$/gm, "");
}

/** Every module a text names: static, for types only, for its effects, at run time, or passed on. */
function importsOf(text: string): string[] {
  const forms = [
    /\b(?:import|export)\b[^"'`;()=]*?\bfrom\s*["']([^"']+)["']/g,
    /\bimport\s*["']([^"']+)["']/g,
    /\bimport\s*\(\s*["'`]([^"'`]+)["'`]/g,
  ];
  return forms.flatMap((form) => [...code(text).matchAll(form)].map((found) => found[1] ?? ""));
}

/** `comparators/exact.ts` stands in the place `comparators`, `cli.ts` and `cli/say.ts` in `cli`. */
function placeOf(file: string): string {
  return relative("harness", file).replace(/\.ts$/, "").split("/")[0] ?? "";
}

/** What is wrong with the imports of one file. */
function trespasses(file: string, text: string): string[] {
  const here = placeOf(file);
  return importsOf(text).flatMap((name) => {
    if (name === "earnest" || name.startsWith("earnest/")) return [`${file} imports ${name}, which is itself`];
    if (!name.startsWith(".")) return [];
    const target = normalize(join(dirname(file), name));
    if (!target.startsWith("harness/")) {
      return here === "cli" && target.startsWith("reports/") ? [] : [`${file} imports ${target}, outside the harness`];
    }
    const there = placeOf(target);
    return places.indexOf(there) <= places.indexOf(here) ? [] : [`${file} imports ${target}, which stands to its right`];
  });
}

describe("the import order", () => {
  test("every file has a place, and every place a file", () => {
    expect([...new Set(sources.map(placeOf))].sort()).toEqual([...places].sort());
  });

  test("a file imports only what stands to its left", () => {
    expect(sources.flatMap((file) => trespasses(file, textOf(file)))).toEqual([]);
  });

  test("every import names a file that exists", () => {
    const named = sources.flatMap((file) =>
      importsOf(textOf(file))
        .filter((name) => name.startsWith("./") || name.startsWith("../"))
        .map((name) => normalize(join(dirname(file), name))),
    );
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter((file) => file.startsWith("harness/") && !existsSync(join(root, file)))).toEqual([]);
  });

  test.each([
    ['import { judge } from "./run/judge.ts";'],
    ['import type { Judged } from "./run/judge.ts";'],
    ['import {\n  type Judged,\n  judge,\n} from "./run/judge.ts";'],
    ['import judge, * as all from "./run/judge.ts";'],
    ['import "./run/judge.ts";'],
    ['export { judge } from "./run/judge.ts";'],
    ['export type * from "./run/judge.ts";'],
    ['const { judge } = await import("./run/judge.ts");'],
    ['type Judged = import("./run/judge.ts").Judged;'],
    ['import page from "../reports/gateReport.ts";'],
    ['import { judge } from "earnest";'],
  ])("a planted %j is caught", (line) => {
    expect(trespasses("harness/gate.ts", `import { join } from "node:path";\n${line}\nexport const x = 1;\n`)).toHaveLength(1);
  });
});

describe("what shared code never does", () => {
  const DOMAIN =
    /refund|ticket|e-?mail|\bmail|spam|inbox|quarantine|airline|\bflight|passenger|reservation|invoice|payment|parcel|shipping/gi;
  const OUTSIDE = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\brandomUUID\b|\bperformance\.now\b/g;

  const linesWith = (files: readonly string[], words: RegExp) =>
    files.flatMap((file) =>
      textOf(file)
        .split("\n")
        .flatMap((line, i) =>
          line.replace(/suites\/[\w-]+/g, "").match(words) === null ? [] : [`${file}:${i + 1} ${line.trim()}`],
        ),
    );

  test("name something of a customer’s trade", () => {
    // What is redacted are the identifiers of every trade.
    const shared = sources.filter((file) => placeOf(file) !== "redact");
    expect(linesWith(shared, DOMAIN)).toEqual([]);
  });

  test("ask for the time, chance or an id, but for the CLI", () => {
    expect(
      linesWith(
        sources.filter((file) => placeOf(file) !== "cli"),
        OUTSIDE,
      ),
    ).toEqual([]);
  });

  test("run long: no file is over 250 lines", () => {
    const all = globSync("{harness,suites,datasets,fixtures,reports}/**/*.{ts,js}", { cwd: root });
    const written = all.filter((file) => !file.endsWith(".test.ts") && !file.includes("/testing/"));
    const long = written.map((file) => [file, textOf(file).split("\n").length - 1] as const).filter(([, lines]) => lines > 250);
    expect(long).toEqual([]);
  });
});

describe("the public surface", () => {
  interface Public {
    readonly name: string;
    readonly file: string;
  }

  /** Every name a file passes on, with the file that declares it. */
  function passedOn(file: string): Public[] {
    const text = textOf(file);
    const beside = (name: string) => normalize(join(dirname(file), name));
    const stars = [...text.matchAll(/^export \* from "([^"]+)"/gm)].flatMap(([, from = ""]) => passedOn(beside(from)));
    const named = [...text.matchAll(/^export (?:type )?\{([^}]*)\} from "([^"]+)"/gm)].flatMap(([, list = "", from = ""]) =>
      list
        .split(",")
        .map((name) => name.replace(/\btype\b/, "").trim())
        .filter((name) => name !== "")
        .map((name) => passedOn(beside(from)).find((known) => known.name === name) ?? { name, file: beside(from) }),
    );
    return [...stars, ...named];
  }

  const surface = passedOn("harness/index.ts");

  test("is small enough to know", () => {
    expect(surface.length).toBeGreaterThan(40);
    expect(surface.length).toBeLessThanOrEqual(200);
    expect(new Set(surface.map(({ name }) => name)).size).toBe(surface.length);
  });

  test("says of every name what it is, where it is declared", () => {
    const unsaid = surface.filter(({ name, file }) => {
      const text = textOf(file);
      const found = new RegExp(`^export (?:async )?(?:function|const|class|interface|type) ${name}\\b`, "m").exec(text);
      if (found === null) return true;
      const doc = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(text.slice(0, found.index))?.[1] ?? "";
      return doc.split(/[\s*]+/).filter((word) => word !== "").length < 3;
    });
    expect(unsaid).toEqual([]);
  });
});
