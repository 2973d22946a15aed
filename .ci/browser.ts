import { spawnSync } from "node:child_process";
import { findBrowser } from "./findBrowser.ts";

// Makes sure there is a Chromium to test pages with: the one at hand, else Playwright's own, else Debian's as root.

const WAYS: readonly (readonly string[])[] = [
  ["playwright", "install", "chromium"],
  ...(process.getuid?.() === 0
    ? [
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
      ]
    : []),
];

for (const [command = "", ...args] of WAYS) {
  if (findBrowser() !== undefined) break;
  process.stderr.write(`No Chromium yet: ${command} ${args.join(" ")}\n`);
  spawnSync(command, args, {
    stdio: ["ignore", "ignore", "ignore"],
    timeout: 600_000,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

const found = findBrowser();
if (found === undefined) {
  process.stderr.write(
    "No Chromium could be found or installed for the page tests: install one (npx playwright install chromium) and run again.\n",
  );
  process.exitCode = 1;
} else {
  process.stdout.write(`Page tests use ${found}\n`);
}
