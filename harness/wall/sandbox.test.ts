import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempDisposableSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EarnestError } from "../errors.ts";
import { findProgram } from "./findProgram.ts";
import { programFolders } from "./programFolders.ts";
import { NODE_INSIDE, type SandboxSpec, sandboxAvailable, sandboxed } from "./sandbox.ts";

const { why } = sandboxAvailable();
const folder = () => mkdtempDisposableSync(join(tmpdir(), "earnest-"));

function run(spec: SandboxSpec): { readonly out: string; readonly err: string; readonly status: number | null } {
  const { file, args } = sandboxed(spec);
  const { stdout, stderr, status } = spawnSync(file, args, { encoding: "utf8", env: { ...process.env, PLANTED: "seen" } });
  return { out: stdout, err: stderr, status };
}

const node = (script: string, more: Partial<SandboxSpec> = {}) => run({ command: [NODE_INSIDE, "-e", script], ...more });

describe.skipIf(why !== null)(`the sandbox${why === null ? "" : ` (skipped: ${why})`}`, () => {
  test("shows the system, what is bound, and nothing else; the environment is what is given", () => {
    using dir = folder();
    writeFileSync(join(dir.path, "bound.txt"), "bound");
    writeFileSync(join(dir.path, "beside.txt"), "beside");
    const script = `const fs = require("node:fs");
      console.log(JSON.stringify({ read: fs.readFileSync("/data/bound.txt", "utf8"), there: [${JSON.stringify(dir.path)}, "/work", "/etc/passwd", "/data/beside.txt"].filter((path) => fs.existsSync(path)), env: process.env, uid: process.getuid() }))`;
    const { out } = node(script, {
      readable: [{ from: join(dir.path, "bound.txt"), to: "/data/bound.txt" }],
      env: { GIVEN: "yes" },
    });
    const { env, ...seen } = JSON.parse(out);
    expect(seen).toEqual({ read: "bound", there: [], uid: 65534 });
    expect(Object.keys(env).sort()).toEqual(["GIVEN", "HOME", "LANG", "PATH", "PWD", "TMPDIR"]);
  });

  test("nothing bound can be written to, /tmp is private, small and gone afterwards", () => {
    using dir = folder();
    mkdirSync(join(dir.path, "in"));
    const mark = `earnest-mark-${process.pid}`;
    const script = `const fs = require("node:fs");
      const say = (work) => { try { work(); return "done"; } catch (error) { return error.code; } };
      console.log(JSON.stringify([say(() => fs.writeFileSync("/in/x", "x")), say(() => fs.writeFileSync("/x", "x")), say(() => fs.writeFileSync("/tmp/${mark}", "x")), say(() => fs.writeFileSync("/tmp/big", Buffer.alloc(3e6)))]))`;
    const { out } = node(script, { readable: [{ from: join(dir.path, "in"), to: "/in" }], tmp: 2 });
    expect(JSON.parse(out)).toEqual(["EROFS", "EROFS", "done", "ENOSPC"]);
    expect([existsSync(join(dir.path, "in", "x")), existsSync(join(tmpdir(), mark))]).toEqual([false, false]);
  });

  test("a folder below one that only its owner may enter can be bound, and a link is followed before the run", () => {
    using dir = folder();
    mkdirSync(join(dir.path, "private", "agent"), { recursive: true });
    writeFileSync(join(dir.path, "private", "agent", "a.txt"), "a");
    chmodSync(join(dir.path, "private"), 0o700);
    symlinkSync(join(dir.path, "private", "agent"), join(dir.path, "link"));
    const { out } = node(`console.log(require("node:fs").readFileSync("/agent/a.txt", "utf8"))`, {
      readable: [{ from: join(dir.path, "link"), to: "/agent" }],
    });
    expect(out).toBe("a\n");
  });

  test.skipIf(findProgram("python3") === undefined)("python is found where it really lies", () => {
    const python = programFolders(["python3", "-c", "import json, ssl, sys; print(json.dumps(sys.argv))", "x"]);
    expect(run(python)).toMatchObject({ out: '["-c", "x"]\n', status: 0 });
  });

  test("a script is run by what its first line names", () => {
    using dir = folder();
    const script = join(dir.path, "hello");
    writeFileSync(script, "#!/usr/bin/env -S node\nconsole.log('hello', process.argv[2])\n");
    chmodSync(script, 0o755);
    expect(run(programFolders([script, "you"]))).toMatchObject({ out: "hello you\n", status: 0 });
    expect(run(programFolders(["./hello", "me"], dir.path))).toMatchObject({ out: "hello me\n" });
  });
});

test("a program that is not there is refused by name", () => {
  using dir = folder();
  writeFileSync(join(dir.path, "plain"), "no program");
  for (const name of ["no-such-program", join(dir.path, "plain"), dir.path])
    expect(() => programFolders([name])).toThrow(
      expect.objectContaining({ code: "AGENT_START" } satisfies Partial<EarnestError>),
    );
});

test("without bubblewrap on the path it says why", () => {
  using dir = folder();
  expect(sandboxAvailable(dir.path)).toEqual({ bwrap: null, version: null, why: "bubblewrap (bwrap) is not installed" });
  const broken = join(dir.path, "bwrap");
  writeFileSync(
    broken,
    "#!/bin/sh\n[ $1 = --version ] && { echo bubblewrap 9; exit; }\necho 'No permissions to create new namespace' >&2; exit 1\n",
  );
  chmodSync(broken, 0o755);
  using other = folder();
  symlinkSync(broken, join(other.path, "bwrap"));
  expect(sandboxAvailable(other.path).why).toMatch(/cannot make a sandbox here: No permissions/);
});
