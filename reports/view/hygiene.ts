import { CLUSTERS_TO_TELL, count, type Judgement, leakSaid, many } from "earnest";

type Run = Judgement["run"];

/** What was taken out of the cases before anything was written: how many marks stand in its place, and what made them. */
export function redactionSays({ redaction, earnest }: Pick<Run, "redaction" | "earnest">): string {
  if (redaction === undefined) return "not known: the run is older than the question";
  if (redaction.none !== null) return `none: ${redaction.none}`;
  const found = Object.entries(redaction.counts).filter(([, places]) => places > 0);
  const looked = `the redactor of earnest ${earnest} looked for ${redaction.patterns.join(", ")}`;
  if (found.length === 0) return `nothing found; ${looked}`;
  const marks = found.reduce((sum, [, places]) => sum + places, 0);
  const what = found.map(([name, places]) => `${name} in ${many(places, "place")}`).join(", ");
  const back = redaction.reversible ? "; who holds the key can read them" : "; they cannot be had back from here";
  return `${many(marks, "mark")} in its place (${what}); ${looked}. Each is a token, the same value the same token${back}`;
}

/** What a look for the answer in the input came to. */
export function leaksSay({ leaks }: Run): string {
  if (leaks === undefined || leaks === null) return "not looked for";
  const { fields, cases, clusters } = leaks;
  // A short param such as an id stands in the input as it should.
  const found = leaks.found.filter(({ kind }) => kind !== "copies");
  const looked = `${many(fields, "field")} of ${many(cases, "case")} looked at`;
  if (found.length === 0) return `${clusters < CLUSTERS_TO_TELL ? tooFew(clusters) : "none found"}; ${looked}`;
  const said = found
    .slice(0, 10)
    .map((one) => `${leakSaid(one)}${one.known === null ? "" : ` Declared as known: ${one.known}.`}`);
  return `${looked}. ${said.join(" ")}${found.length > 10 ? ` And ${count(found.length - 10)} more.` : ""}`;
}

function tooFew(clusters: number): string {
  return `too few cases to tell (${many(clusters, "cluster")}, and it takes ${CLUSTERS_TO_TELL}), and none found in them`;
}
