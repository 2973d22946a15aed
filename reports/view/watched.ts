import { count, type Judgement, many, percent } from "earnest";
import { caseLink } from "./cases.ts";
import type { Badge } from "./verdict.ts";
import { ISOLATION_WORDS, labelNames } from "./words.ts";

const BLOCKED: Badge = { word: "Blocked", icon: "met" };
const OPEN: Badge = { word: "Open", icon: "fail" };

type Wall = NonNullable<Judgement["run"]["wall"]>;

/** How the agent was watched: the wall and what shows it, what it tried outside its tools, and what its lookups rest on. */
export function watchedView(judgement: Judgement) {
  const { run, wall, runs } = judgement;
  const built = run.wall ?? null;
  const counted = runs.filter(({ otherVersion }) => !otherVersion).length;
  return {
    isolation: ISOLATION_WORDS[wall.isolation],
    says: wall.says,
    waiver: waiverSaid(judgement),
    claimed:
      wall.isolation === run.agent.isolation
        ? null
        : `The run calls its wall ${ISOLATION_WORDS[run.agent.isolation]}; the weakest that any attempt was made behind is what counts.`,
    last: counted > 1 && built !== null ? `What follows is the wall of the last of ${many(counted, "run")}.` : null,
    built: built === null ? null : builtView(built),
    nothing: nothingBuilt(judgement),
    breaches: breachesView(judgement),
    reads: readsView(judgement),
  };
}

function nothingBuilt({ run, wall }: Judgement): string {
  if (wall.isolation === "imported")
    return "The agent ran somewhere else, earlier. No wall of earnest’s stood around it, so there is no canary and no claim.";
  return run.wall === undefined
    ? "The record of this run is of a format that does not say what was built. No canary, no claim."
    : "No wall was built around the agent, so there is no canary and no claim.";
}

function waiverSaid({ wall }: Judgement): string | null {
  if (wall.waived !== null) return wall.waived;
  if (wall.waiver === null) return null;
  return `The suite holds a waiver of the sealed wall by ${wall.waiver.by}. No answer of this report rests on it.`;
}

function builtView({ mechanism, versions, command, canary, open, weaker, residual, code }: Wall) {
  const out = canary.filter(({ blocked }) => !blocked).length;
  return {
    facts: [
      { term: "Mechanism", fact: mechanism },
      ...Object.entries(versions).map(([name, version]) => ({ term: name, fact: version })),
      { term: "Why it is not stronger", fact: weaker ?? "it is the strongest there is here" },
      { term: "What even this cannot exclude", fact: residual },
    ],
    open,
    code,
    command: command.map(shellWord),
    words: many(command.length, "word"),
    canary: canary.map(({ route, blocked, saw, ms }) => ({ route, state: blocked ? BLOCKED : OPEN, saw, ms: ms.toFixed(1) })),
    found:
      canary.length === 0
        ? "No canary was sent. No canary, no claim."
        : out === 0
          ? `Before the run a canary tried ${canary.length === 1 ? "one way" : `${count(canary.length)} ways`} out of the same sandbox: ${canary.length === 1 ? "it was" : "all were"} blocked.`
          : `Before the run a canary tried ${many(canary.length, "way")} out of the same sandbox: ${count(out)} ${out === 1 ? "was" : "were"} open.`,
  };
}

/** The word as a shell takes it. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function breachesView({ breaches }: Judgement) {
  return {
    says: breaches.says,
    rows: breaches.listed.map(({ kind, target, times, cases, first }) => ({
      kind,
      target,
      times: count(times),
      cases: cases === 0 ? "none" : count(cases),
      first: first.map((id) => ({ id, link: caseLink(id) })),
    })),
    unlisted:
      breaches.unlisted.kinds === 0
        ? null
        : `${many(breaches.unlisted.kinds, "more target")}, tried ${many(breaches.unlisted.times, "time")}, ${breaches.unlisted.kinds === 1 ? "is" : "are"} counted above and not listed, for size. The run’s ledger holds them all.`,
  };
}

function readsView(judgement: Judgement) {
  const { reads } = judgement;
  const name = labelNames(judgement);
  const share = (n: number, of: number) => (n === 0 ? "none" : `${percent(n / of)} (${count(n)})`);
  return {
    says: reads.says,
    tools: reads.tools.map(({ tool, total, recorded, stubbed, counterfactual, refused }) => ({
      tool,
      total: count(total),
      recorded: share(recorded, total),
      stubbed: share(stubbed, total),
      counterfactual: share(counterfactual, total),
      refused: share(refused, total),
    })),
    more:
      reads.moreTools === 0
        ? null
        : `${many(reads.moreTools, "more tool")} ${reads.moreTools === 1 ? "is" : "are"} counted above and not listed.`,
    types:
      reads.total === 0
        ? []
        : reads.types.map(({ type, cases, unrecorded }) => ({
            title: name(type),
            cases: count(cases),
            unrecorded: share(unrecorded, cases),
          })),
  };
}
