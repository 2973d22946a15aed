import { accessSync, constants, existsSync, statfsSync } from "node:fs";
import { messageOf } from "../errors.ts";
import { count, many, visibleLine } from "../words.ts";
import type { CommonOptions } from "./commands.ts";
import { version } from "./commands.ts";
import { EXIT } from "./exitCode.ts";
import { loadSuite } from "./loadSuite.ts";
import { say, sayJson, styled } from "./say.ts";

interface Check {
  readonly state: "ok" | "warn" | "FAIL";
  readonly says: string;
}

const NODE = 26;
const ROOM = 1024 ** 3;

/** earnest doctor: what a run would stumble over, found before it does. */
export async function doctorCommand(path: string | undefined, flags: CommonOptions & { data?: string }): Promise<number> {
  const checks = [node(), disk(), ...(path === undefined ? [] : await suiteChecks(path, flags.data))];
  const failed = checks.some((check) => check.state === "FAIL");
  if (flags.json === true) sayJson("doctor", { checks }, !failed);
  else {
    for (const { state, says } of checks)
      say(
        `  ${styled(state === "ok" ? "green" : state === "warn" ? "yellow" : ["red", "bold"], state.padEnd(4))}  ${visibleLine(says)}`,
      );
    say(
      `\n  Next: ${failed ? "mend what failed" : path === undefined ? "earnest doctor suites/inbox-triage looks at a suite too" : `earnest run ${path}`}`,
    );
  }
  return failed ? EXIT.usage : EXIT.done;
}

function node(): Check {
  const { node: running } = process.versions;
  const fits = Number(running.split(".")[0]) >= NODE;
  return {
    state: fits ? "ok" : "FAIL",
    says: `node ${running}, earnest ${version()}${fits ? "" : `; earnest needs Node ${NODE}`}`,
  };
}

function disk(): Check {
  try {
    accessSync(".", constants.W_OK);
  } catch {
    return { state: "FAIL", says: "this folder cannot be written, so no run can be kept in .earnest; use --run-dir" };
  }
  const { bavail, bsize } = statfsSync(existsSync(".earnest") ? ".earnest" : ".");
  const free = bavail * bsize;
  return { state: free < ROOM ? "warn" : "ok", says: `${count(Math.round(free / 1024 ** 2))} MB free for runs` };
}

async function suiteChecks(path: string, data: string | undefined): Promise<Check[]> {
  try {
    const { suite, file } = await loadSuite(path, data);
    const types = Object.keys(suite.actions).length;
    const { isolation, name, version: agent } = suite.agent;
    return [
      { state: "ok", says: `suite ${file}: ${suite.name}, ${many(types, "action type")}` },
      {
        state: isolation === "I3" ? "ok" : "warn",
        says: `agent ${name} ${agent}: isolation ${isolation}; the report will say what that means`,
      },
      await dataCheck(suite),
    ];
  } catch (error) {
    return [{ state: "FAIL", says: messageOf(error) }];
  }
}

async function dataCheck({ dataset }: Awaited<ReturnType<typeof loadSuite>>["suite"]): Promise<Check> {
  let rows = 0;
  let bad = 0;
  try {
    for await (const batch of dataset.cases.read()) {
      for (const row of batch) {
        rows++;
        if (row.kind === "unreadable") bad++;
      }
    }
  } catch (error) {
    return { state: "FAIL", says: `dataset ${dataset.name}: ${messageOf(error)}` };
  }
  const says = `dataset ${dataset.name}: ${many(rows, "record")}${bad > 0 ? `, ${count(bad)} of them unreadable` : ""}`;
  return { state: rows === 0 ? "FAIL" : bad > 0 ? "warn" : "ok", says };
}
