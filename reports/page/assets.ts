import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { resolve } = createRequire(import.meta.url);
const FOLDER = join(import.meta.dirname, "..");

/** The order in which the parts of the style sheet follow each other; later ones win. */
const STYLE = [
  "tokens",
  "base",
  "frame",
  "answer",
  "hero",
  "tables",
  "matrix",
  "chapters",
  "people",
  "cases",
  "origin",
  "signoff",
  "limits",
  "charts",
  "confidence",
  "watched",
  "drills",
  "history",
  "governed",
  "medium",
  "narrow",
  "paper",
  "print",
  "printSections",
  "printCases",
  "printLess",
  "contrast",
  "forced",
];
/** What of it the autonomy sheet is dressed in, before its own. */
const SHARED = ["tokens", "base", "frame", "answer", "tables", "watched", "paper"];
/** A part of the script follows what it imports. */
const SCRIPT = ["dom", "caseStore", "caseSearch", "steps", "caseDetail", "caseDialog", "caseFilters", "caseList", "page"];

const FONTS = [
  { family: "Source Sans 3", file: "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2" },
  { family: "Source Serif 4", file: "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2" },
];

/** The style of the page with its fonts in it, its script, and a policy that allows these two and nothing else. */
export interface Assets {
  readonly css: string;
  readonly script: string;
  /** Runs before anything is drawn; empty where there is nothing to wait for. */
  readonly early: string;
  readonly policy: string;
}

function fontFace({ family, file }: (typeof FONTS)[number]): string {
  const base64 = readFileSync(resolve(file)).toString("base64");
  return `@font-face{font-family:"${family}";src:url(data:font/woff2;base64,${base64}) format("woff2");font-weight:200 900;font-style:normal;font-display:block}`;
}

function read(folder: string, names: readonly string[], extension: string): string[] {
  const files = readdirSync(join(FOLDER, folder)).filter((name) => name.endsWith(extension));
  if (files.length !== names.length)
    throw new Error(`reports/${folder} holds ${files.length} files, and ${names.length} have a place in the page`);
  return names.map((name) => readFileSync(join(FOLDER, folder, `${name}${extension}`), "utf8"));
}

/** The parts are modules to the editor and to the checks; in the page they share one scope. */
function joined(parts: readonly string[]): string {
  const body = parts.map((part) =>
    part.replaceAll(/^import [^;]*;\n/gm, "").replaceAll(/^export (?=const|let|function|async|class)/gm, ""),
  );
  return `(() => {\n"use strict";\n${body.join("\n")}\n})();`;
}

function digestOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

const fonts = FONTS.map(fontFace);
const style = read("style", STYLE, ".css").join("\n");
const script = joined(read("client", SCRIPT, ".js"));
const stillFonts = joined(read("client/early", ["stillFonts"], ".js"));

const sheetCss = [
  ...fonts,
  ...SHARED.map((name) => readFileSync(join(FOLDER, "style", `${name}.css`), "utf8")),
  ...read("style/sheet", ["sheet", "sheetPrint"], ".css"),
].join("\n");

/** The style of an autonomy sheet; it has no script, and its policy allows none. */
export const sheetAssets: Omit<Assets, "script" | "early"> = {
  css: sheetCss,
  policy: `default-src 'none'; style-src ${digestOf(sheetCss)}; font-src data:; img-src data:; base-uri 'none'; form-action 'none'`,
};

const own = dress([...fonts, style].join("\n"), "font-src data:; ", stillFonts);
const readers = dress(style, "", "");

function dress(css: string, fontSource: string, early: string) {
  return {
    css,
    early,
    digest: digestOf(css),
    fontSource,
    scripts: [script, early]
      .filter((one) => one !== "")
      .map(digestOf)
      .join(" "),
  };
}

/** What a page is dressed in: with its own fonts, or those of its reader; `margins` is the style that it shares with no other page. */
export function assetsOf(fonts: "embedded" | "system", margins: string): Assets & { readonly margins: string } {
  const { css, early, digest, fontSource, scripts } = fonts === "embedded" ? own : readers;
  const styles = `${digest} ${digestOf(margins)}`;
  return {
    css,
    early,
    script,
    margins,
    policy: `default-src 'none'; script-src ${scripts}; style-src ${styles}; ${fontSource}img-src data:; base-uri 'none'; form-action 'none'`,
  };
}

const REVIEW = join(FOLDER, "review");
const reviewCss = [
  ...fonts,
  ...["tokens", "base", "frame"].map((name) => readFileSync(join(FOLDER, "style", `${name}.css`), "utf8")),
  readFileSync(join(REVIEW, "review.css"), "utf8"),
].join("\n");
const reviewScript = joined(
  ["client/dom", "review/ask", "review/pair", "review/review"].map((name) => readFileSync(join(FOLDER, `${name}.js`), "utf8")),
);

/** Style and script of the review app, which alone asks its own server. */
export const reviewAssets: Omit<Assets, "early"> = {
  css: reviewCss,
  script: reviewScript,
  policy: `default-src 'none'; script-src ${digestOf(reviewScript)}; style-src ${digestOf(reviewCss)}; font-src data:; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
};
