import { accessSync, constants, existsSync, mkdtempDisposableSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isolationOf } from "../agent.ts";
import { loadCases } from "../dataset/loadCases.ts";
import { EarnestError, messageOf } from "../errors.ts";
import { makeWorld } from "../run/makeWorld.ts";
import type { ReadySuite } from "../suite.ts";
import { count, many, visibleLine } from "../words.ts";
import type { CommonOptions } from "./commands.ts";
import { version } from "./commands.ts";
import { EXIT } from "./exitCode.ts";
import { loadSuite } from "./loadSuite.ts";
import { EARNEST, say, sayJson, styled } from "./say.ts";

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
      `\n  Next: ${failed ? "mend what failed" : path === undefined ? `${EARNEST} doctor suites/inbox-triage looks at a suite too` : `${EARNEST} run ${path}`}`,
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
    const { name, version: agent } = suite.agent;
    const isolation = isolationOf(suite.agent);
    return [
      { state: "ok", says: `suite ${file}: ${suite.name}, ${many(types, "action type")}` },
      {
        state: isolation === "I3" ? "ok" : "warn",
        says: `agent ${name} ${agent}: isolation ${isolation}; the report will say what that means`,
      },
      ...(await dataCheck(suite)),
    ];
  } catch (error) {
    return [{ state: "FAIL", says: messageOf(error) }];
  }
}

/** Reads and checks every record as a run would, and starts the agent, without asking it anything. */
async function dataCheck(suite: ReadySuite): Promise<Check[]> {
  const { dataset, checkDecision, agent } = suite;
  using folder = mkdtempDisposableSync(join(tmpdir(), "earnest-doctor-"));
  const checks: Check[] = [];
  try {
    using cases = await loadCases(dataset, { shelf: join(folder.path, "cases"), seed: 1, checkDecision });
    checks.push({
      state: "ok",
      says: `dataset ${dataset.name}: ${many(cases.count, "case")}, ${count(cases.excluded)} left out`,
    });
  } catch (error) {
    const details = error instanceof EarnestError ? error.details : [];
    checks.push({ state: "FAIL", says: `dataset ${dataset.name}: ${[messageOf(error), ...details.slice(0, 3)].join("; ")}` });
  }
  try {
    using world = makeWorld(suite, { concurrency: 1 });
    await agent.start?.(world);
    checks.push({ state: "ok", says: `agent ${agent.name} starts` });
  } catch (error) {
    checks.push({ state: "FAIL", says: `agent ${agent.name} does not start: ${messageOf(error)}` });
  } finally {
    await agent.stop?.();
  }
  return checks;
}
