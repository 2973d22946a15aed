import { clopperPearson, type Judgement, type RunCounted } from "earnest";

const DAY = 86_400_000;

/** For samples: a judgement of several nights, of which the first few were of another version. `cases` per night, spread over its types. */
export function withNights(judgement: Judgement, nights: number, { others = 0, cases = 40 } = {}): Judgement {
  const [first] = judgement.runs;
  if (first === undefined) return judgement;
  const last = Date.parse(first.startedAt);
  const runs = Array.from({ length: nights }, (_, i): RunCounted => {
    const other = i < others;
    const types = judgement.types.map(({ type, evidence: { proposed } }, at) => {
      const n = proposed.n === 0 ? 0 : cases + ((i * 7 + at * 3) % 9);
      // A bad night now and then, and a little to and fro.
      const share = (proposed.matches / Math.max(1, proposed.n)) * (other || (i + at) % 13 !== 12 ? 1 : 0.75);
      const matches = Math.max(0, Math.min(n, Math.round(n * share) + ((i * 5 + at) % 3) - 1));
      return { type, n, matches, rate: matches / Math.max(1, n), ...clopperPearson(matches, n) };
    });
    return {
      ...first,
      id: i === nights - 1 ? first.id : `night-${i + 1}`,
      startedAt: new Date(last - (nights - 1 - i) * DAY).toISOString(),
      agent: other ? `${first.agent.replace(/ [^ ]*$/, "")} 2.6.3` : first.agent,
      otherVersion: other,
      counted: other ? 0 : cases,
      seen: { cases: types.reduce((sum, { n }) => sum + n, 0), types: types.filter(({ n }) => n > 0) },
      changed: i === others && others > 0 ? ["agent"] : i === 3 ? ["rules"] : [],
    };
  });
  return { ...judgement, runs };
}
