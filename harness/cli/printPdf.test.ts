import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findBrowser } from "./findBrowser.ts";
import { printPdf } from "./printPdf.ts";
import { checkOutputs } from "./writeReports.ts";

const folder = mkdtempSync(join(tmpdir(), "earnest-print-"));
const scratch = join(folder, "scratch");
mkdirSync(scratch);
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => vi.stubEnv("TMPDIR", scratch));
afterEach(() => {
  vi.unstubAllEnvs();
  expect(readdirSync(scratch)).toEqual([]);
});

/** A program in a browser's place. */
function program(name: string, lines: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${lines}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Whether a process is there still; one that was ended is waited for by nobody but the kernel. */
async function gone(pid: number): Promise<boolean> {
  return vi.waitUntil(() => {
    const stat = `/proc/${pid}/stat`;
    return !existsSync(stat) || readFileSync(stat, "utf8").split(" ")[2] === "Z";
  });
}

describe("a browser that does not print", () => {
  test("is said with what it complained of", async () => {
    const browser = program("broken", "echo 'no sandbox \u001b[31mhere' >&2; exit 3");
    await expect(printPdf("<p>", browser)).rejects.toThrow(
      expect.objectContaining({
        code: "OUTPUT",
        message: expect.stringContaining("ended with 3"),
        details: ["no sandbox U+001B[31mhere"],
      }),
    );
  });

  test("or prints something else, or is no program, is refused", async () => {
    const browser = program(
      "other",
      'for one in "$@"; do case "$one" in --print-to-pdf=*) echo text > "$(echo "$one" | cut -d= -f2)";; esac; done',
    );
    await expect(printPdf("<p>", browser)).rejects.toThrow(/no PDF/);
    await expect(printPdf("<p>", join(folder, "nothing"))).rejects.toThrow(/cannot be started/);
  });

  test.skipIf(process.platform !== "linux")("is ended when it hangs, with all that it started", async () => {
    const pids = join(folder, "pids");
    const browser = program("hangs", `sleep 600 & echo $$ $! > ${pids}; wait`);
    await expect(printPdf("<p>", browser, 1)).rejects.toThrow(/not done after 1 s/);
    for (const pid of readFileSync(pids, "utf8").trim().split(" ")) expect(await gone(Number(pid))).toBe(true);
  });

  test.skipIf(process.platform !== "linux")("is ended with earnest on Ctrl-C, and exit code 130", async () => {
    const pids = join(folder, "pids-interrupted");
    const browser = program("waits", `echo $$ > ${pids}.new; mv ${pids}.new ${pids}; sleep 600`);
    const own = `import { printPdf } from ${JSON.stringify(join(import.meta.dirname, "printPdf.ts"))}; await printPdf("<p>", ${JSON.stringify(browser)});`;
    const child: ChildProcess = spawn(process.execPath, ["--input-type=module", "-e", own], { stdio: "ignore" });
    await vi.waitUntil(() => existsSync(pids), { timeout: 20_000 });
    child.kill("SIGINT");
    expect(await once(child, "close")).toEqual([130, null]);
    expect(await gone(Number(readFileSync(pids, "utf8")))).toBe(true);
  });
});

describe("the browser that is found", () => {
  test("is the one that is named; one that is not there is refused before anything is run", () => {
    expect(findBrowser({ EARNEST_BROWSER: process.execPath })).toBe(process.execPath);
    expect(findBrowser({ EARNEST_BROWSER: join(folder, "nothing"), PATH: process.env["PATH"] })).toBe(undefined);
    vi.stubEnv("EARNEST_BROWSER", join(folder, "nothing"));
    expect(() => checkOutputs([join(folder, "report.pdf")])).toThrow(
      expect.objectContaining({ code: "OUTPUT", next: expect.stringContaining("EARNEST_BROWSER") }),
    );
    checkOutputs([join(folder, "report.html")]);
  });

  test("is looked for on PATH, and among those that Playwright keeps, the newest first", () => {
    const onPath = program("chromium", "");
    expect(findBrowser({ PATH: folder })).toBe(onPath);
    rmSync(onPath);
    const kept = ["chromium-999", "chromium-1255"].map((name) => join(folder, "kept", name, "chrome-linux64"));
    for (const place of kept) {
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, "chrome"), "");
    }
    if (findBrowser({ PATH: "", PLAYWRIGHT_BROWSERS_PATH: "" }) === undefined)
      expect(findBrowser({ PATH: "", PLAYWRIGHT_BROWSERS_PATH: join(folder, "kept") })).toBe(join(kept[1] ?? "", "chrome"));
  });
});
