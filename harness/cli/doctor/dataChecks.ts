import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LeakProbe, leakProbe } from "../../dataset/leakProbe.ts";
import { type LoadedCases, loadCases } from "../../dataset/loadCases.ts";
import type { RedactionFacts } from "../../redact/redaction.ts";
import { CLUSTERS_TO_TELL, leaksSaid } from "../../run/leaksSaid.ts";
import type { ReadySuite } from "../../suite.ts";
import { count, many } from "../../words.ts";
import type { Check } from "./check.ts";
import { failedCheck } from "./failedCheck.ts";

const DIGEST_SHOWN = 12;
const topic = "data";

/** Reads, redacts and checks every record as a run would, and looks for the answer in the input. */
export async function dataChecks({ dataset, checkDecision }: ReadySuite): Promise<Check[]> {
  using folder = mkdtempDisposableSync(join(tmpdir(), "earnest-doctor-"));
  try {
    using cases = await loadCases(dataset, { shelf: join(folder.path, "cases"), seed: 1, checkDecision });
    const probe = cases.order.length === 0 ? null : leakProbe(cases, dataset.knownFields);
    return [
      dataRead(dataset.name, cases),
      redacted(cases.redactor.facts()),
      ...leaksSaid(probe).map(leaking),
      ...(probe !== null && probe.clusters < CLUSTERS_TO_TELL ? [tooFew(probe)] : []),
    ];
  } catch (error) {
    return [failedCheck(topic, `dataset ${dataset.name}: `, error)];
  }
}

function dataRead(name: string, { count: cases, excluded, digest }: LoadedCases): Check {
  return {
    topic,
    state: "ok",
    says: `dataset ${name}: ${many(cases, "case")}, ${count(excluded)} left out, digest ${digest.slice(0, DIGEST_SHOWN)}`,
  };
}

function redacted({ none, patterns, counts, country }: RedactionFacts): Check {
  if (none !== null) return { topic, state: "note", says: `nothing is redacted, by the dataset's own word: ${none}` };
  const found = Object.entries(counts).filter(([, places]) => places > 0);
  const what = found.map(([name, places]) => `${name} in ${many(places, "place")}`).join(", ");
  const says = `redacted before anything is written: ${what || "nothing found"} (looked for ${patterns.join(", ")})`;
  const national = patterns.includes("phone") && country === null;
  return { topic, state: "ok", says: national ? `${says}; ${NATIONAL}` : says };
}

const NATIONAL = 'phone numbers dialled within a country are not looked for without one: redact: { country: "DE" }';

function tooFew({ clusters }: LeakProbe): Check {
  const says = `too few cases to tell whether a field of the input holds the answer: ${many(clusters, "cluster")}, and it takes ${CLUSTERS_TO_TELL}`;
  return { topic, state: "note", says };
}

function leaking(says: string): Check {
  return {
    topic,
    state: "warn",
    says,
    next: "Take it out of the input, or say in the dataset why it was known: knownFields: { <field>: <why> }",
  };
}
