import { type Agent, atLeast, type Isolation, isolationOf, type Wall, wallAround } from "../../agent.ts";
import { makeRedactor } from "../../redact/redactor.ts";
import { makeWorld } from "../../run/makeWorld.ts";
import type { ReadySuite } from "../../suite.ts";
import { lowered, many, shorten } from "../../words.ts";
import { loadSuite } from "../loadSuite.ts";
import type { Check } from "./check.ts";
import { dataChecks } from "./dataChecks.ts";
import { drillChecks } from "./drillChecks.ts";
import { failedCheck } from "./failedCheck.ts";
import { modelChecks, priceChecks } from "./modelChecks.ts";

/** A suite, its data, its models and its agent, which is really started and stopped again without being asked anything. */
export async function suiteChecks(path: string, data: string | undefined): Promise<Check[]> {
  let loaded: Awaited<ReturnType<typeof loadSuite>>;
  try {
    loaded = await loadSuite(path, data);
  } catch (error) {
    return [failedCheck("suite", "", error)];
  }
  const { suite, file } = loaded;
  const models = suite.agent.models ?? [];
  return [
    { topic: "suite", state: "ok", says: `${file}: ${suite.name}, ${many(Object.keys(suite.actions).length, "action type")}` },
    ...gateChecks(suite),
    ...(await dataChecks(suite)),
    ...(models.length === 0 ? [] : await modelChecks(models)),
    ...priceChecks(models, suite.prices),
    ...(await drillChecks(suite)),
    ...(await agentChecks(suite)),
  ];
}

/** What each question demands, before anybody has seen an answer. */
function gateChecks(suite: ReadySuite): Check[] {
  const asked = [...suite.gates].filter(([, gate]) => gate.ask !== undefined);
  if (asked.length === 0)
    return [
      { topic: "suite", state: "note", says: "no action type asks for a higher rung: a run measures, and promotes nothing" },
    ];
  return asked.map(([type, { at, ask, alone, climb }]) => {
    const says = `${shorten(type, 60)} stands on ${at} and asks for ${ask}`;
    const demands = [...climb.map(({ limit }) => lowered(limit)), ...(alone === true ? ["a sealed wall (I3), or a waiver"] : [])];
    if (climb.length > 0) return { topic: "suite", state: "ok", says: `${says}: ${demands.join("; ")}` };
    return {
      topic: "suite",
      state: "warn",
      says: `${says}, without criteria: such a gate stays closed`,
      next: "Give the row climb: [agreementAtLeast(...), ...]",
    };
  });
}

async function agentChecks(suite: ReadySuite): Promise<Check[]> {
  const { agent } = suite;
  const named = `agent ${agent.name} ${agent.version}`;
  const told: string[] = [];
  const checks: Check[] = [];
  let weaker: string | null = null;
  // What is wrong with it was said of the data.
  using redactor = await makeRedactor(suite.dataset.name, suite.dataset.redact).catch(() => null);
  if (redactor === null) return [];
  using world = makeWorld(suite, { concurrency: 1, notice: (text) => told.push(text), redactor });
  try {
    const wall = wallAround(agent, await agent.start?.(world));
    weaker = wall?.weaker ?? null;
    checks.push(started(suite, named, wall), ...canary(wall), ...modelless(agent, wall));
  } catch (error) {
    checks.push(failedCheck("agent", `${named} does not start: `, error));
  }
  try {
    await agent.stop?.();
  } catch (error) {
    checks.push(failedCheck("agent", `${named} does not stop: `, error));
  }
  // An agent tells of its wall itself, which the first line has said.
  const news = told.filter((text) => weaker === null || !text.includes(weaker));
  return [...checks, ...news.map(noticed)];
}

/** Behind a wall there is no other way to a model; most clients fail late, and say little. */
function modelless({ models = [], elsewhere }: Agent, wall: Wall | undefined): Check[] {
  if (wall === undefined || elsewhere === true || models.length > 0) return [];
  const says = "the suite names no models for this agent, and it can call none: models: [{ baseURL, key }]";
  return [{ topic: "model", state: "note", says }];
}

const noticed = (says: string): Check => ({ topic: "agent", state: "note", says: shorten(says, 300) });

function started(suite: ReadySuite, named: string, wall: Wall | undefined): Check {
  const isolation = isolationOf(suite.agent, wall);
  const topic = "agent";
  const built = isolation === "I0" ? undefined : wall;
  const how = built === undefined ? "" : ` (${built.mechanism})`;
  const why = built?.weaker ?? WHY[isolation];
  const says = `${named} starts, behind ${isolation}${how}${why === undefined ? "" : `: ${why}`}`;
  if (atLeast(isolation, "I3")) return { topic, state: "ok", says };
  const said = isolation === "imported" ? `${named}: proposals made elsewhere, which earnest did not watch (imported)` : says;
  const alone = [...suite.gates.values()].some((gate) => gate.alone === true);
  if (suite.waiver !== undefined || !alone) return { topic, state: "note", says: `${said}${waived(suite)}` };
  const next = "A gate that lets it act alone opens only behind I3, or with waiver: { by, because } in the suite";
  return { topic, state: "warn", says: said, next };
}

const WHY: Readonly<Partial<Record<Isolation, string>>> = {
  I0: "it is code in this process, and nothing but its own code keeps it from acting",
};

function waived({ waiver }: ReadySuite): string {
  return waiver === undefined ? "" : `; waived by ${shorten(waiver.by, 100)}: ${shorten(waiver.because, 200)}`;
}

/** What was tried in the very sandbox that the agent starts in. */
function canary(wall: Wall | undefined): Check[] {
  if (wall === undefined || wall.canary.length === 0) return [];
  const open = wall.canary.filter(({ blocked }) => !blocked);
  const topic = "agent";
  const says = `canary: ${wall.canary.length - open.length} of ${many(wall.canary.length, "route")} out blocked`;
  const channels = wall.open.length === 0 ? "" : `; by design open: ${wall.open.join(", ")}`;
  if (open.length === 0) return [{ topic, state: "ok", says: `${says}${channels}` }];
  return [
    {
      topic,
      state: "warn",
      says: `${says}; open: ${shorten(open.map(({ route }) => route).join(", "), 300)}`,
      next: "See what is said of the wall above; the level that is printed allows for what is open",
    },
  ];
}
