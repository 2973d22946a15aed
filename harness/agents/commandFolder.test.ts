import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempDisposableSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseCase } from "../case.ts";
import { replay } from "../replay.ts";
import { sandboxAvailable } from "../wall/sandbox.ts";
import { type CommandOptions, command } from "./command.ts";
import { bareDesk, worldFor } from "./forTests.ts";

const { why } = sandboxAvailable();
const kernels = [false, ...(why === null ? [true] : [])];
const TELL = (python: string) => `import json, os, sys
sys.stdin.readline()
print(json.dumps({"kind": "proposal", "proposal": {"kind": "act", "actions": [{"type": "seen", "params": {"it": ${python}}}]}}))
`;

/** A folder for an agent, with room beside it. */
function room(script: string) {
  const dir = mkdtempDisposableSync(join(tmpdir(), "earnest-t-"));
  const [agent, beside, scratch] = ["agent", "beside", "scratch"].map((name) => join(dir.path, name)) as [string, string, string];
  for (const folder of [agent, beside, scratch]) mkdirSync(folder);
  writeFileSync(join(agent, "agent.py"), script);
  writeFileSync(join(beside, "policy.md"), "policy");
  return { agent, beside, scratch, [Symbol.dispose]: () => dir.remove() };
}

async function see(
  line: readonly string[],
  scratch: string,
  options: Partial<CommandOptions> & { folder: string },
): Promise<unknown> {
  const agent = command(line, { name: "p", version: "1", ...options });
  try {
    await agent.start?.(worldFor(scratch));
    const read = parseCase({ id: "a", input: null, decisions: [{ actions: [] }] });
    if ("faults" in read) throw new Error(JSON.stringify(read.faults));
    const [seen] = (await replay(agent, read.case, { attempts: 1, timeout: 10_000, clock: () => 0, desk: bareDesk })) ?? [];
    return seen;
  } finally {
    await agent.stop?.();
  }
}

const seen = (it: unknown) => ({ proposal: { actions: [{ type: "seen", params: { it } }] } });

test.for(kernels)("nothing is made or emptied outside through a link of the agent's folder (kernel: %s)", async (kernel) => {
  for (const link of ["files", "files/policy.md"]) {
    using at = room(TELL("1"));
    writeFileSync(join(at.beside, "kept.txt"), "kept");
    if (link === "files") symlinkSync(at.beside, join(at.agent, "files"));
    else {
      mkdirSync(join(at.agent, "files"));
      symlinkSync(join(at.beside, "kept.txt"), join(at.agent, link));
    }
    const files = [{ from: join(at.beside, "policy.md"), to: link === "files" ? "new.md" : "policy.md" }];
    await expect(see(["python3", "agent.py"], at.scratch, { folder: at.agent, files, kernel })).rejects.toMatchObject({
      code: "AGENT_START",
      message: expect.stringContaining(`${link} there is a link`),
    });
    expect(readFileSync(join(at.beside, "kept.txt"), "utf8")).toBe("kept");
    expect(readdirSync(at.beside).sort()).toEqual(["kept.txt", "policy.md"]);
  }
});

test.for(kernels)(
  "a file that is given lies over one of the folder by its name, which stays as it is (kernel: %s)",
  async (kernel) => {
    using at = room(TELL('open("files/policy.md").read()'));
    mkdirSync(join(at.agent, "files"));
    writeFileSync(join(at.agent, "files", "policy.md"), "old");
    const files = [join(at.beside, "policy.md")];
    expect(await see(["python3", "agent.py"], at.scratch, { folder: at.agent, files, kernel })).toMatchObject(seen("policy"));
    expect(readFileSync(join(at.agent, "files", "policy.md"), "utf8")).toBe("old");
  },
);

test.skipIf(why !== null)("a virtual environment in the folder works in the sandbox, and is run nowhere else", async () => {
  using at = room(TELL("[__import__('of_mine').word, sys.prefix]"));
  const venv = join(at.agent, "venv");
  expect(spawnSync("python3", ["-m", "venv", "--without-pip", venv]).status).toBe(0);
  const [packages = ""] = readdirSync(join(venv, "lib")).map((name) => join(venv, "lib", name, "site-packages"));
  writeFileSync(join(packages, "of_mine.py"), "word = 'mine'\n");
  writeFileSync(join(packages, "hostile.pth"), `import os; open(${JSON.stringify(join(at.beside, "ran"))}, "w")\n`);
  expect(await see(["./venv/bin/python3", "agent.py"], at.scratch, { folder: at.agent })).toMatchObject(seen(["mine", venv]));
  expect(existsSync(join(at.beside, "ran"))).toBe(false);
});
