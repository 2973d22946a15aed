import { mkdirSync, mkdtempDisposableSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { moduleGraph } from "./moduleGraph.ts";

/** A package with files, a file beside it that is nobody's business, and what of the package an agent would see. */
function project(files: Readonly<Record<string, string>>) {
  const dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(dir.path, path)), { recursive: true });
    writeFileSync(join(dir.path, path), text);
  };
  put("secret.json", '"secret"');
  put("own/package.json", "{}");
  put("own/private.json", '"private"');
  for (const [path, text] of Object.entries(files)) put(path, text);
  const graph = (entry: string) => moduleGraph(join(dir.path, entry));
  const seen = (entry: string) => [...graph(entry).files.keys()].map((file) => relative(dir.path, file)).sort();
  return { path: dir.path, graph, seen, [Symbol.dispose]: () => dir.remove() };
}

test("a name in a comment or in a string is no import", () => {
  const said = `import "../private.json"; require("../private.json")`;
  using own = project({
    "own/src/agent.ts": `// ${said}\n/* export * from "../private.json" */\nconst text = '${said}', more = \`${said}\`, form = /import "..\\/private.json"/;\nimport("./b.ts"); export * from "./c.mjs";`,
    "own/src/b.ts": `import type { X } from "../private.json"; export const b: X = \`\${await import("./d.js")}\`;`,
    "own/src/c.mjs": "export {};",
    "own/src/d.js": "a.require('../private.json'); x = 4 / 2; // require('../private.json')\nconst e = require('./e.cjs') / 1;",
    "own/src/e.cjs": "'use strict'; module.exports = f ? require( \"./f\" ) : 0;",
    "own/src/f.json": "6",
  });
  expect(own.seen("own/src/agent.ts")).toEqual(
    ["agent.ts", "b.ts", "c.mjs", "d.js", "e.cjs", "f.json"].map((name) => `own/src/${name}`),
  );
});

test("a file outside the agent's package is refused, however it is named", () => {
  using own = project({ "loose/agent.ts": "import '../own/private.json';" });
  symlinkSync("../secret.json", join(own.path, "own", "link.json"));
  const names = ["../secret.json", join(own.path, "secret.json"), `file://${own.path}/secret.json`, "./link.json"];
  for (const name of names) {
    writeFileSync(join(own.path, "own", "agent.ts"), `import x from "${name}" with { type: "json" };`);
    expect(() => own.seen("own/agent.ts"), name).toThrow(
      expect.objectContaining({
        code: "AGENT_START",
        message: expect.stringMatching(/secret\.json, which lies outside its own package/),
      }),
    );
  }
  expect(() => own.seen("loose/agent.ts")).toThrow("outside its own package");
});

test("no name brings a package that holds the agent, nor one that is linked in place of earnest", () => {
  using own = project({
    "own/src/agent.ts": "import '..'; import '@a/..'; import '@../..'; import 'earnest/x'; import type { Json } from 'earnest';",
  });
  mkdirSync(join(own.path, "own", "node_modules", "@a"), { recursive: true });
  writeFileSync(join(own.path, "own", "node_modules", "package.json"), "{}");
  symlinkSync(own.path, join(own.path, "own", "node_modules", "earnest"));
  writeFileSync(join(own.path, "package.json"), "{}");
  expect(own.graph("own/src/agent.ts")).toMatchObject({ packages: [], earnest: undefined });
  symlinkSync(own.path, join(own.path, "own", "node_modules", "whole"));
  writeFileSync(join(own.path, "own", "src", "agent.ts"), "import 'whole';");
  expect(() => own.graph("own/src/agent.ts")).toThrow("outside its own package");
});

test("earnest may be imported from anywhere, with what it stands on", () => {
  using own = project({ "own/agent.ts": "import { shorten } from 'earnest'; export default () => shorten('a', 1);" });
  const { earnest, files } = own.graph("own/agent.ts");
  expect(files.has(earnest ?? "")).toBe(true);
});

test("what is no JavaScript is refused by its file", () => {
  using own = project({ "own/agent.js": "import {" });
  expect(() => own.graph("own/agent.js")).toThrow(
    expect.objectContaining({ code: "AGENT_START", where: { file: join(own.path, "own/agent.js") } }),
  );
});
