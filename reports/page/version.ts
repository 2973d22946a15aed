import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of earnest that draws; the one that observed a run is on the run's own record. */
export const VERSION: string = (
  JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")) as { version: string }
).version;
