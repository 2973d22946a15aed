import { existsSync, globSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Where installers put one that is on no PATH. */
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Path of a Chromium to print with: the one that `EARNEST_BROWSER` names, else one on PATH, in its usual place, or Playwright's. */
export function findBrowser(env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const named = env["EARNEST_BROWSER"];
  if (named !== undefined && named !== "") return existsSync(named) ? named : undefined;
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...PLACES].find((file) => existsSync(file)) ?? playwrights(env["PLAYWRIGHT_BROWSERS_PATH"]);
}

/** The newest that Playwright keeps for itself. */
function playwrights(kept: string | undefined): string | undefined {
  const homes =
    kept === undefined ? [join(homedir(), ".cache/ms-playwright"), join(homedir(), "Library/Caches/ms-playwright")] : [kept];
  const found = homes.flatMap((cwd) =>
    globSync(["chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*"], { cwd }).map((file) =>
      join(cwd, file),
    ),
  );
  return found.sort((a, b) => b.localeCompare(a, "en", { numeric: true }))[0];
}
