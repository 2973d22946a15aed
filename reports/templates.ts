import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import Handlebars from "handlebars";

const FOLDER = join(import.meta.dirname, "templates");

/** An environment of our own: no helper but the built-in block helpers, and a missing field is an error. */
const environment = Handlebars.create();
const OPTIONS: CompileOptions = { strict: true, knownHelpersOnly: true, preventIndent: true };

for (const folder of ["", "own"]) {
  for (const file of readdirSync(join(FOLDER, folder)).filter((name) => name.endsWith(".hbs"))) {
    const text = readFileSync(join(FOLDER, folder, file), "utf8").trimEnd();
    environment.registerPartial(basename(file, ".hbs"), environment.compile(text, OPTIONS));
  }
}

/** Renders the page. Text is escaped wherever it stands; only the partials in templates/own place markup as it is. */
export const renderPage: (view: object) => string = environment.compile("{{> page}}", OPTIONS);

/** Renders autonomy sheets, in the same way. */
export const renderSheets: (view: object) => string = environment.compile("{{> sheetPage}}", OPTIONS);
