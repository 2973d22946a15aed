import type { Judgement } from "earnest";

/** A judgement in which every text and every list of a sheet is as long as a user would ever make it, or longer. */
export function fullest(judgement: Judgement): Judgement {
  const long = (text: string) => `${text} ${"and what else there is to say about it ".repeat(12)}`;
  const times = <T>(all: readonly T[], n: number): T[] =>
    Array.from({ length: n }, (_, i) => all[i % all.length]).filter((one) => one !== undefined);
  return {
    ...judgement,
    loosened: times(judgement.loosened, 9).map(({ says }) => ({ type: null, says: long(says) })),
    wall: { ...judgement.wall, waived: judgement.wall.waived && long(judgement.wall.waived) },
    ladder: {
      ...judgement.ladder,
      rungs: judgement.ladder.rungs.map((rung) => ({
        ...rung,
        name: long(rung.name),
        agent: long(rung.agent),
        person: long(rung.person),
        safeguards: times(["Every act is on record."], 12).map(long),
      })),
    },
    types: judgement.types.map((type) => ({
      ...type,
      title: long(type.title),
      about: long(type.about),
      owners: { business: long("Operations"), technical: long("Platform") },
      ceiling: type.ceiling && {
        ...type.ceiling,
        bounds: type.ceiling.bounds.map((one) => ({ ...one, because: long(one.because) })),
      },
      policy: type.policy && {
        ...type.policy,
        rules: times(type.policy.rules, 20).map((rule) => ({ ...rule, says: long(rule.says), control: long("the queue") })),
      },
      decided: {
        ...type.decided,
        bound: "ceiling",
        why: long(type.decided.why),
        climb: times(type.decided.climb, 24).map((one, i) => ({
          ...one,
          question: long(one.question),
          fact: long(one.fact),
          change: long(`${i} ${one.change}`),
        })),
        stay: times(type.decided.stay, 9).map((one) => ({ ...one, limit: long(one.limit) })),
      },
    })),
  };
}
