import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const FOLDER = join(import.meta.dirname, "templates");
/** The only partials that place text as it is: our own style and script, base64, and JSON that cannot end a script. */
const OWN = ["own/drawn.hbs", "own/early.hbs", "own/islands.hbs", "own/margins.hbs", "own/script.hbs", "own/style.hbs"];

const templates = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".hbs"))
  .map((file) => ({ file: file.replaceAll("\\", "/"), text: readFileSync(join(FOLDER, file), "utf8") }));

test("only the named partials place text without escaping it", () => {
  const raw = templates.filter(({ text }) => /\{\{\{|\{\{~?&/.test(text)).map(({ file }) => file);
  expect(raw.sort()).toEqual(OWN);
});

test("no program makes markup of its own", () => {
  const sources = readdirSync(join(FOLDER, ".."), { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.(ts|js)$/.test(file) && !/\.(test|spec)\.ts$/.test(file),
  );
  const marking = /SafeString|innerHTML|outerHTML|insertAdjacentHTML|document\.write|noEscape|\beval\(|new Function/;
  expect(sources.filter((file) => marking.test(readFileSync(join(FOLDER, "..", file), "utf8")))).toEqual([]);
});

test.each(templates)("$file: attributes are quoted, none runs a program or styles, and links lead into the page", ({ text }) => {
  expect(text).not.toMatch(/<[^>]*\s[\w:-]+=(?!["'])[^>]*>/);
  expect(text).not.toMatch(/\son\w+\s*=/i);
  expect(text).not.toMatch(/\sstyle\s*=/i);
  for (const [, target] of text.matchAll(/\s(?:href|src)="([^"]*)"/g)) expect(target).toMatch(/^(#|\{\{link\}\}$)/);
});
