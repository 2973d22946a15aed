import { mkdtempDisposableSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sandboxAvailable } from "./sandbox.ts";
import { canaryIn, leaksOf, ROUTES, tryWall } from "./tryWall.ts";

const { why } = sandboxAvailable();
const folder = () => mkdtempDisposableSync(join(tmpdir(), "earnest-"));

describe.skipIf(why !== null)(`a canary in the sandbox${why === null ? "" : ` (skipped: ${why})`}`, () => {
  test("gets out by no route, and leaves nothing behind", async () => {
    using dir = folder();
    const canary = await tryWall(dir.path, canaryIn({ command: [] }));
    expect(canary.map(({ route }) => route)).toEqual([...ROUTES]);
    expect(leaksOf(canary)).toEqual([]);
    expect(canary.every(({ saw }) => saw !== "")).toBe(true);
    expect(readdirSync(dir.path)).toEqual([]);
  });

  test("a hole in the sandbox is found, and only that one", async () => {
    using dir = folder();
    const canary = await tryWall(dir.path, canaryIn({ command: [], writable: [{ from: dir.path, to: dir.path }] }));
    expect(leaksOf(canary)).toEqual(["Unix socket", "write a file", "read a file", "symbolic link", "SQLite file", "shell"]);
  });

  test.skipIf(process.getuid?.() !== 0)(
    "settings of the kernel that root could write are found, and stay as they are",
    async () => {
      using dir = folder();
      const before = readFileSync("/proc/sys/kernel/core_pattern", "utf8");
      const open = [{ from: "/proc/sys/kernel", to: "/proc/sys/kernel" }];
      expect(leaksOf(await tryWall(dir.path, canaryIn({ command: [], writable: open })))).toEqual(["settings of the kernel"]);
      expect(readFileSync("/proc/sys/kernel/core_pattern", "utf8")).toBe(before);
    },
  );
});

test("without a wall it gets out by every route that this machine has", async () => {
  using dir = folder();
  const bare = (code: string, argument: string) => ({ file: process.execPath, args: [join(code, "probe.mjs"), argument] });
  const leaks = leaksOf(await tryWall(dir.path, bare, (code) => code));
  const depends = [
    "name lookup",
    "DNS query",
    "user namespace",
    "mount namespace",
    "become root",
    "settings of the kernel",
    "terminal",
  ];
  expect(leaks).toEqual(expect.arrayContaining(ROUTES.filter((route) => !depends.includes(route))));
});

test("what a canary did not try counts as open, and one that never ran is an error", async () => {
  using dir = folder();
  const said = JSON.stringify({ route: "shell", ms: 1, saw: "ENOENT" });
  const half = { file: "/bin/sh", args: ["-c", `echo '${said}'; echo '{"route'; exit 1`] };
  expect(leaksOf(await tryWall(dir.path, () => half))).toEqual(ROUTES.filter((route) => route !== "shell"));
  await expect(tryWall(dir.path, () => ({ file: "/bin/sh", args: ["-c", "echo no >&2; exit 1"] }))).rejects.toMatchObject({
    code: "WALL_BROKEN",
    message: expect.stringContaining("no"),
  });
  await expect(tryWall(dir.path, () => ({ file: join(dir.path, "none"), args: [] }))).rejects.toMatchObject({
    code: "WALL_BROKEN",
  });
});
