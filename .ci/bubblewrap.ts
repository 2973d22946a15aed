import { spawnSync } from "node:child_process";
import { sandboxAvailable } from "../harness/wall/sandbox.ts";

// Makes sure there is a kernel sandbox to test with: the one at hand, else Debian's as root. Without one the tests that need it are skipped.

const WAYS: readonly (readonly string[])[] = [
  ["apt-get", "update", "-qq"],
  ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "bubblewrap"],
];

let found = sandboxAvailable();
const missing = found.why?.endsWith("is not installed") === true;
// Where it is there and does not work, another copy of it would not work either.
if (missing && process.getuid?.() === 0) {
  for (const [command = "", ...args] of WAYS) {
    process.stderr.write(`No bubblewrap yet: ${command} ${args.join(" ")}\n`);
    spawnSync(command, args, {
      stdio: ["ignore", "ignore", "ignore"],
      timeout: 600_000,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  }
  // Another path is another question: the first one has its answer.
  found = sandboxAvailable(`${process.env["PATH"]}:/usr/bin`);
}

process.stdout.write(
  found.why === null
    ? `Sandbox tests use ${found.bwrap}\n`
    : `Tests that need a kernel sandbox are skipped: ${found.why}. Install bubblewrap to run them.\n`,
);
