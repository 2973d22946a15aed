import { chmodSync, existsSync, mkdirSync, mkdtempDisposableSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { findProgram } from "./findProgram.ts";
import { programFolders } from "./programFolders.ts";

const folder = () => mkdtempDisposableSync(join(tmpdir(), "earnest-"));

function write(path: string, text: string, mode = 0o755): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

/** A folder of an agent, with what it would leave behind if any of it were run. */
function trap(root: string) {
  const mark = join(root, "ran");
  return { agent: join(root, "agent"), script: `#!/bin/sh\necho "$PATH" > ${mark}\n`, ran: () => existsSync(mark) };
}

/** Looks like a Python to whoever does not run it. */
function aPython(prefix: string): string {
  write(join(prefix, "lib", "python3.11", "os.py"), "");
  write(join(prefix, "secret.txt"), "not to be shown");
  return write(join(prefix, "bin", "python3"), "\u007fELF");
}

describe("nothing of the agent's folder is run to find what it needs", () => {
  test("not what is called python there, nor what a first line or a link names", () => {
    using dir = folder();
    const { agent, script, ran } = trap(dir.path);
    const python = write(join(agent, "venv", "bin", "python3"), script);
    write(join(agent, "run"), `#!${python}\n`);
    symlinkSync(agent, join(dir.path, "link"));
    write(join(agent, "linked"), `#!${join(dir.path, "link", "venv", "bin", "python3")}\n`);
    for (const command of [["./venv/bin/python3"], [python], ["./run"], ["./linked"]])
      expect(programFolders(command, agent).command).toContain(python);
    expect(programFolders([join(dir.path, "link", "venv", "bin", "python3")], agent).command).toContain(python);
    expect(ran()).toBe(false);
  });

  test("not a virtual environment of its own, which is read", () => {
    using dir = folder();
    const { agent, script, ran } = trap(dir.path);
    const base = join(dir.path, "base");
    aPython(base);
    const python = write(join(agent, "venv", "bin", "python3"), script);
    write(join(agent, "venv", "lib", "python3.11", "site-packages", "x.pth"), "import os; os.system('touch ran')", 0o644);
    write(join(agent, "venv", "pyvenv.cfg"), `home = ${join(base, "bin")}\n`, 0o644);
    const { command, readable } = programFolders(["./venv/bin/python3", "agent.py"], agent);
    expect(command).toEqual([python, "agent.py"]);
    const shown = [
      ...["bin", "lib/python3.11", "pyvenv.cfg"].map((name) => join(agent, "venv", name)),
      ...[join(base, "bin"), join(base, "lib")],
    ];
    expect(readable.map(({ from }) => from)).toEqual(shown);
    expect(ran()).toBe(false);
  });

  test("what it names outside is neither run nor shown, unless it is the system's or on the path", () => {
    using dir = folder();
    const { agent, script, ran } = trap(dir.path);
    const beside = write(join(dir.path, "beside", "bin", "python3"), script);
    write(join(agent, "run"), `#!${beside}\n`);
    symlinkSync(beside, join(agent, "python3"));
    symlinkSync(join(dir.path, "beside"), join(agent, "away"));
    const fake = write(join(agent, "fake", "bin", "python3"), "");
    write(join(agent, "fake", "pyvenv.cfg"), `home = ${join(dir.path, "beside", "bin")}\n`, 0o644);
    const cheat = join(agent, "cheat");
    const inCheat = aPython(join(cheat, "base"));
    write(join(cheat, "pyvenv.cfg"), `home = ${dirname(inCheat)}\n`, 0o644);
    write(join(cheat, "bin", "python3"), "\u007fELF");
    symlinkSync(join(dir.path, "beside"), join(cheat, "base", "lib64"));
    const refused: readonly (readonly [string, RegExp])[] = [
      ["./run", /neither the system's nor on the path/],
      ["./python3", /a link out of the agent's folder/],
      ["./away/bin/python3", /a link out of the agent's folder/],
      [fake, /where no Python lies/],
      ["./cheat/bin/python3", /a link out of the agent's folder/],
    ];
    for (const [name, message] of refused)
      expect(() => programFolders([name], agent), name).toThrow(
        expect.objectContaining({ code: "AGENT_START", message: expect.stringMatching(message) }),
      );
    expect(ran()).toBe(false);
  });
});

test("a Python outside is asked alone: without a variable of the harness", () => {
  using dir = folder();
  const said = join(dir.path, "said");
  const python = write(
    join(dir.path, "own", "python3"),
    `#!/bin/sh\n/usr/bin/env > ${said}; echo "$@" >> ${said}; printf '${aPython(join(dir.path, "base"))}\\n'\n`,
  );
  mkdirSync(join(dir.path, "agent"));
  process.env["EARNEST_PLANTED"] = "planted";
  try {
    const { readable } = programFolders([python], join(dir.path, "agent"));
    expect(readable.map(({ to }) => to)).toEqual(["bin", "lib"].map((name) => join(dir.path, "base", name)));
  } finally {
    delete process.env["EARNEST_PLANTED"];
  }
  expect(readFileSync(said, "utf8")).toMatch(/-I -S -c/);
  expect(readFileSync(said, "utf8")).not.toMatch(/planted|HOME=/);
});

test("beside a program only its libraries are shown, and nothing of a folder that holds the agent's", () => {
  using dir = folder();
  const real = (path: string) => {
    mkdirSync(join(path, "lib"), { recursive: true });
    write(join(path, ".env"), "KEY=1");
    return write(join(path, "bin", "tool"), "\u007fELF");
  };
  const outside = real(join(dir.path, "outside"));
  const project = real(join(dir.path, "project"));
  const from = (command: string, folder: string) => programFolders([command], folder).readable.map((one) => one.from);
  mkdirSync(join(dir.path, "agent"));
  expect(from(outside, join(dir.path, "agent"))).toEqual([outside, dirname(outside), join(dir.path, "outside", "lib")]);
  expect(from("./tool", join(dir.path, "project", "bin"))).toEqual([project]);
  expect(from(project, join(dir.path, "project", "lib"))).toEqual([project]);
  expect(from("./bin/tool", join(dir.path, "project"))).toEqual([project, dirname(project), join(dir.path, "project", "lib")]);
});

test.skipIf(findProgram("python3") === undefined)("a script of the folder may name what is on the path", () => {
  using dir = folder();
  const script = write(join(dir.path, "run"), "#!/usr/bin/env python3\n");
  expect(programFolders(["./run"], dir.path).command.at(-1)).toBe(script);
});
