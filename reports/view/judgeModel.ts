import { count, type JudgeFacts, limitPercent, many, percent, percentDown, percentUp } from "earnest";

type JudgeMeasured = NonNullable<JudgeFacts["measured"]>;

/** An action type whose comparing may ask a model judge. */
export interface JudgedType {
  readonly title: string;
  readonly judge: JudgeFacts | null;
}

interface Fact {
  readonly term: string;
  readonly fact: string;
  readonly code: string | null;
}

const SMALL = 30;

/** What the model judges are, how people measured them, and what the match rate comes to with that; null where no type asks one. */
export function judgeModelView(types: readonly JudgedType[]) {
  const judged = types.flatMap(({ title, judge }) => (judge === null ? [] : [{ title, ...partOf(judge) }]));
  return judged.length === 0 ? null : { types: judged };
}

function partOf(facts: JudgeFacts) {
  const { judges, cases, judgeMatches, unruled, measured, closed } = facts;
  return {
    judges: judges.map(({ name, version, digest, ruled, ignored }): Fact => {
      const others = ignored === 0 ? "" : `; ${many(ignored, "ruling")} of other judges or versions left aside`;
      return { term: "Judge", fact: `${name} ${version}, ${many(ruled, "ruling")}${others}`, code: digest };
    }),
    facts: [
      fact("Same by the judge’s rulings", shareOf(judgeMatches, cases)),
      fact("With a pair it has not ruled on", unruled === 0 ? "none" : `${ofCases(unruled, cases)}, counted as different`),
      ...adjudicated(facts),
    ],
    closed,
    table: measured === null || measured.drawn === 0 ? null : tableOf(measured),
    rates: measured === null || measured.drawn === 0 ? [] : ratesOf(measured),
  };
}

function adjudicated({ adjudications, measured }: JudgeFacts): Fact[] {
  if (adjudications === null) return [fact("Adjudications", "none: nobody has checked the judge")];
  const { records, replaced, otherAgents } = adjudications;
  const aside = [
    replaced > 0 && `${count(replaced)} replaced by later ones`,
    otherAgents > 0 && `${count(otherAgents)} about another version of the agent`,
  ].filter((part) => part !== false);
  const file = { ...fact("Adjudications", [many(records, "record"), ...aside].join(", ")), code: adjudications.digest };
  if (measured === null) return [file, fact("Of them on these cases", "none")];
  const { drawn, picked, elsewhere, conflicts, unsettled } = measured;
  return [
    file,
    fact(
      "Cases they are on",
      `${count(drawn)} drawn at random, as the file says; ${count(picked)} picked, which measure nothing; ${count(elsewhere)} not in this run`,
    ),
    fact("Reviewers in conflict", `${ofCases(conflicts, drawn)} drawn`),
    fact("Left open", `${ofCases(unsettled, drawn)} drawn, counted as different`),
  ];
}

/** Judge by person, over the cases drawn at random. */
function tableOf({ table, drawn }: JudgeMeasured) {
  const { both, judgeOnly, peopleOnly, neither } = table;
  const row = (name: string, same: number, different: number) => ({
    name,
    cells: [same, different, same + different].map(count),
  });
  return {
    caption: `${many(drawn, "case")} drawn at random. Rows: what the judge’s rulings come to. Columns: what people said.`,
    rows: [row("Judge: the same", both, judgeOnly), row("Judge: different", peopleOnly, neither)],
    total: row("All", both + peopleOnly, judgeOnly + neither).cells,
  };
}

function ratesOf(measured: JudgeMeasured): Fact[] {
  const { sensitivity, specificity, agreement, constant, kappa, corrected, ppi, roganGladen, audit, drawn } = measured;
  return [
    fact("Of what people called the same, the judge too", rateOf(sensitivity)),
    fact("Of what people called different, the judge too", rateOf(specificity)),
    fact(
      "Goes with people",
      `${shareOf(agreement.count, agreement.n)}; always saying “the same” would in ${shareOf(constant.count, constant.n)}`,
    ),
    fact(
      "Beyond chance (kappa)",
      kappa === null
        ? "cannot be told: there is one kind of answer only"
        : `${kappa.kappa.toFixed(2)}; always saying “the same” gets 0`,
    ),
    fact(
      "Match rate of these cases, corrected by what people said",
      corrected === null
        ? "none"
        : `${estimateOf(corrected, drawn)}${corrected.kinds === 2 ? "" : "; from the drawn cases alone, for one of the judge’s two answers was not among them"}`,
    ),
    fact(
      "The same, prediction-powered",
      ppi === null ? "takes two drawn cases and two others" : `${estimateOf(ppi, drawn)}; not used for the answer`,
    ),
    fact(
      "The same, by error rates alone",
      roganGladen === null
        ? "not given: the judge tells too little"
        : `${estimateOf(roganGladen, drawn)}; not used for the answer`,
    ),
    ...(audit === null
      ? []
      : [
          fact(
            `Do at least ${limitPercent(audit.floor)} of these cases match?`,
            audit.shown ? "shown, with 95% confidence, whatever the judge is worth" : "not shown yet",
          ),
        ]),
  ];
}

/** The ends of a normal range may lie beyond 0 and 1, where no share can. */
function estimateOf(
  { estimate, low, high }: { readonly estimate: number; readonly low: number; readonly high: number },
  n: number,
): string {
  const range = `${percentDown(Math.max(0, low))} to ${percentUp(Math.min(1, high))}`;
  return n < SMALL ? range : `${percent(Math.min(1, Math.max(0, estimate)))} (${range})`;
}

function rateOf({ count: k, n, low, high }: JudgeMeasured["sensitivity"]): string {
  return n === 0 ? "there was none" : `${shareOf(k, n)}, range ${percentDown(low)} to ${percentUp(high)}`;
}

function shareOf(k: number, n: number): string {
  const of = `${count(k)} of ${count(n)}`;
  return n < SMALL ? of : `${percent(k / n)} (${of})`;
}

function ofCases(k: number, n: number): string {
  return `${count(k)} of ${many(n, "case")}`;
}

function fact(term: string, said: string): Fact {
  return { term, fact: said, code: null };
}
