import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { exhibit, exhibitNames } from "../reports/gallery/exhibits.ts";
import { gateReport } from "../reports/gateReport.ts";

// Draws every exhibit, so that a change to the page can be looked at in all of them: npm run gallery

const folder = resolve(process.argv[2] ?? ".earnest/gallery");
mkdirSync(folder, { recursive: true });
const rows = exhibitNames.map((name) => {
  const { shows, judgement, book } = exhibit(name);
  const began = performance.now();
  const page = gateReport(judgement, book);
  const ms = Math.round(performance.now() - began);
  writeFileSync(join(folder, `${name}.html`), page);
  process.stdout.write(
    `  ${name.padEnd(14)} ${String(Math.ceil(page.length / 1024)).padStart(6)} KB ${String(ms).padStart(6)} ms  ${shows}\n`,
  );
  return `<li><a href="${name}.html">${name}</a>: ${shows}</li>`;
});
const index = join(folder, "index.html");
writeFileSync(
  index,
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Gallery of gate reports</title><h1>Gallery of gate reports</h1><ul>${rows.join("")}</ul></html>`,
);
process.stdout.write(`\n  Open ${index}\n`);
