import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { EarnestError, messageOf } from "../errors.ts";
import { shorten, visibleLine } from "../words.ts";
import { EXIT } from "./exitCode.ts";
import { interruptible } from "./interruptible.ts";
import { tell } from "./say.ts";

/** The page brings all it needs, so nothing is to be asked of any network: no name is even looked up. */
const QUIET = [
  "--headless",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-domain-reliability",
  "--disable-extensions",
  "--disable-sync",
  "--disable-breakpad",
  "--host-resolver-rules=MAP * ~NOTFOUND",
  "--no-pdf-header-footer",
];

/** What a browser says that was ended from outside. */
interface Ended {
  readonly code: number | null;
  readonly complaint: string;
}

/**
 * Prints a page as PDF with the Chromium at hand, in a profile that is thrown away. Its own `@page` rules say size and margins. The bytes
 * carry the time of printing and the browser's version. Throws OUTPUT where the browser cannot be started, hangs, or prints nothing; interrupted, it ends the process.
 */
export async function printPdf(html: string, browser: string, seconds = 120): Promise<Uint8Array> {
  await using folder = await mkdtempDisposable(join(tmpdir(), "earnest-pdf-"));
  const page = join(folder.path, "report.html");
  const pdf = join(folder.path, "report.pdf");
  await writeFile(page, html);
  using interrupts = interruptible();
  const signal = AbortSignal.any([interrupts.signal, AbortSignal.timeout(seconds * 1_000)]);
  const args = [
    ...QUIET,
    // Root has no sandbox to go into, and Chromium refuses to start without this word.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    `--user-data-dir=${join(folder.path, "profile")}`,
    `--print-to-pdf=${pdf}`,
    pathToFileURL(page).href,
  ];
  const ended = await run(browser, args, folder.path, signal);
  if (interrupts.signal.aborted) {
    await folder.remove();
    tell("  Interrupted: the PDF was not printed.");
    process.exit(EXIT.interrupted);
  }
  if (signal.aborted) throw unprinted(`the browser was not done after ${seconds} s, and was ended`, ended);
  const bytes = await readFile(pdf).catch(() => Buffer.alloc(0));
  if (bytes.subarray(0, 5).toString("latin1") !== "%PDF-")
    throw unprinted(`the browser ended with ${ended.code ?? "a signal"} and no PDF`, ended);
  return bytes;
}

async function run(browser: string, args: readonly string[], folder: string, signal: AbortSignal): Promise<Ended> {
  const env = { ...process.env, TMPDIR: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder };
  const child = spawn(browser, args, { stdio: ["ignore", "ignore", "pipe"], env, detached: true });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(-4_000);
  });
  // The browser is many processes; as a group of their own they end together.
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  signal.addEventListener("abort", end);
  process.on("exit", end);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return { code, complaint };
  } catch (error) {
    throw unprinted(`${browser} cannot be started: ${messageOf(error)}`);
  } finally {
    // A helper of it that outlives it would hold the folder open.
    end();
    signal.removeEventListener("abort", end);
    process.off("exit", end);
  }
}

function unprinted(because: string, { complaint }: Pick<Ended, "complaint"> = { complaint: "" }): EarnestError {
  const details = complaint
    .trim()
    .split("\n")
    .slice(-3)
    .map((line) => shorten(visibleLine(line), 200))
    .filter((line) => line !== "");
  return new EarnestError("OUTPUT", `the PDF was not printed: ${because}`, {
    next: "Print the .html report from any browser, or name another Chromium in EARNEST_BROWSER",
    details,
  });
}
