import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { release } from "node:os";
import { join } from "node:path";
import { builtWall } from "../../agent.ts";
import { placeIn } from "../../wall/code/placeIn.ts";

import { NODE_INSIDE } from "../../wall/sandbox.ts";
import { environment } from "./environment.ts";
import { type Layout, modelsSeen, type Site, tryStart } from "./layout.ts";
import { Resident } from "./resident.ts";

/** Programs without a sandbox: they are asked to leave by the one door, and nothing makes them. */
export async function unsealedSite(
  { program, files, inside, copy, code, root, world, spec, tell }: Layout,
  why: string,
): Promise<Site> {
  const [name = "", ...args] = program.command;
  const file = name === NODE_INSIDE ? process.execPath : name;
  const home = join(root, "own");
  mkdirSync(home, { recursive: true });
  for (const { from, to } of files) {
    const place = placeIn(copy, to);
    // What it is given lies over what its folder has by that name, as in the sandbox; this is its copy.
    rmSync(place, { recursive: true, force: true });
    symlinkSync(from, place);
  }
  // The port is open to everybody on this machine; a secret, and nothing that ends up in a number.
  const key = randomBytes(24).toString("base64url");
  const path = process.env["PATH"] ?? "";
  const start = () =>
    Resident.start({
      world,
      door: 0,
      key,
      tell,
      models: spec.models,
      reportsStart: false,
      launch(origin) {
        const around = { origin, key, path, home, program: file, python: join(inside, "python") };
        return { file, args, env: environment(around, spec), cwd: copy };
      },
    });
  const first = await start();
  try {
    await tryStart(first, spec);
  } finally {
    first.kill();
    await first.close();
  }
  return {
    wall: builtWall({
      isolation: "I1",
      mechanism: "a process of its own, without a sandbox",
      command: [file, ...args],
      versions: { node: process.version, kernel: release() },
      canary: [],
      open: [...modelsSeen(spec), "network", "files", "processes", "signals"],
      weaker: why,
      residual: "Calls that reached earnest were not executed. Other side effects cannot be excluded.",
      code,
    }),
    start,
  };
}
