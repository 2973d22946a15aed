import { mkdirSync, mkdtempDisposableSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findPackages, packageNameOf } from "./findPackages.ts";

function install(root: string, path: string, dependencies: object = {}, version = "1.0.0"): string {
  const folder = join(root, path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ version, dependencies }));
  return folder;
}

test("a package brings what it stands on, and what lies within it comes along", () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const a = install(dir.path, "node_modules/a", { "@s/b": "1", c: "2", gone: "1" });
  const b = install(dir.path, "node_modules/@s/b", { a: "1", c: "1" });
  const c = install(dir.path, "node_modules/c");
  install(dir.path, "node_modules/a/node_modules/c", { d: "1" }, "2.0.0");
  install(dir.path, "node_modules/a/node_modules/d");
  install(dir.path, "node_modules/unwanted");
  const src = join(dir.path, "src");
  mkdirSync(src);
  const wanted = new Map([
    ["a", src],
    ["missing", src],
  ]);
  expect(findPackages(wanted)).toEqual([
    { name: "@s/b", version: "1.0.0", folder: b },
    { name: "a", version: "1.0.0", folder: a },
    { name: "c", version: "1.0.0", folder: c },
  ]);
});

test("two packages of one name that do not lie in one another are refused", () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const linked = install(dir.path, "elsewhere/a", { c: "1" });
  install(dir.path, "elsewhere/node_modules/c", {}, "2.0.0");
  install(dir.path, "node_modules/c");
  symlinkSync(linked, join(dir.path, "node_modules", "a"));
  const wanted = new Map([
    ["a", dir.path],
    ["c", dir.path],
  ]);
  expect(() => findPackages(wanted)).toThrow("two packages by the name of c");
});

test("the name of a package is the first part of what is imported, or the first two", () => {
  expect(["a", "a/b/c", "@s/a", "@s/a/b"].map(packageNameOf)).toEqual(["a", "a", "@s/a", "@s/a"]);
});
