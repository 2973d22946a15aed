import { count, type Finding, inWords } from "earnest";
import { askedTypes, groupsOf, MANY_TYPES, type TypeView } from "./typeView.ts";
import { type Badge, stateOf } from "./verdict.ts";

interface Cell {
  /** False where this action type has no such check. */
  readonly asked: boolean;
  readonly state: Badge;
  readonly fact: string;
  readonly detail: string;
  /** Leads from the detail to the very cases that it counts, where there are any. */
  readonly counted: CaseLink | null;
  /** Leads to the others, where those are what a reader wants to see. */
  readonly others: CaseLink | null;
  /** The limit, where it is not the same for all action types. */
  readonly limit: string;
}

const CEILING = "What its risk profile allows, whatever the evidence";

/** A link to the cases of one action type, as the case list filters them. */
interface CaseLink {
  readonly type: string;
  readonly side: "proposed" | "decided";
  readonly show: "match" | "different" | "serious";
  readonly text: string;
}

interface Check {
  /** Is it about what the risk allows, not about what was seen? */
  readonly ceiling: boolean;
  readonly question: string;
  readonly limit: string;
  readonly cells: readonly Cell[];
}

const NO_CELL: Cell = {
  asked: false,
  state: { word: "Not a check here", icon: "out" },
  fact: "",
  detail: "",
  counted: null,
  others: null,
  limit: "",
};

/** Every finding: checks as rows and types as columns, or the other way round when there are many types. */
export function checksView(types: readonly TypeView[]) {
  const asked = askedTypes(types);
  const climb = table(asked, (type) => type.judged.decided.climb);
  const stay = table(asked, (type) => type.judged.decided.stay);
  const hold = table(asked, (type) => type.judged.decided.hold);
  const all = [
    ...climb.map((check) => ({ ...check, to: "" })),
    ...hold.map((check) => ({ ...check, to: "To go on: " })),
    ...stay.map((check) => ({ ...check, to: "To stay: " })),
  ];
  return {
    many: asked.length > MANY_TYPES,
    none: asked.length === 0,
    types: asked.map(({ judged: _, ...type }) => type),
    columns: String(asked.length + 1),
    climb,
    hold,
    stay,
    headings: all.map(({ cells: _, ...check }) => check),
    leftOut: leftOutOf(asked),
    groups: asked.length > MANY_TYPES ? linesOf(asked, all) : [],
    caption: `${inWords(climb.length, true)} ${climb.length === 1 ? "check" : "checks"} before the next rung, ${hold.length === 0 ? "" : `${inWords(hold.length)} that ${hold.length === 1 ? "has" : "have"} to go on holding, `}${inWords(stay.length)} for staying on the present one. An answer is the worst of its checks.`,
  };
}

/** What the ladder demands and the suite's own criteria do not ask; types that leave out the same stand together. */
function leftOutOf(asked: readonly TypeView[]) {
  const some = asked.filter(({ judged }) => judged.leftOut !== null && judged.leftOut.length > 0);
  return [...Map.groupBy(some, ({ judged }) => JSON.stringify(judged.leftOut)).values()].map((types) => ({
    types: types.map(({ title, anchor }) => ({ title, anchor })),
    limits: types[0]?.judged.leftOut ?? [],
  }));
}

/** One line for each type, in groups by verdict. */
function linesOf(asked: readonly TypeView[], all: readonly Check[]) {
  return groupsOf(asked).map(({ types, ...group }) => ({
    ...group,
    lines: types.map((line) => {
      const { judged: _, ...type } = line;
      const column = asked.indexOf(line);
      return { type, cells: all.map(({ cells }) => cells[column] as Cell) };
    }),
  }));
}

function table(types: readonly TypeView[], findingsOf: (type: TypeView) => readonly Finding[]): Check[] {
  const rows = new Map<string, { ceiling: boolean; question: string; found: (Finding | undefined)[] }>();
  for (const [column, type] of types.entries()) {
    const times = new Map<string, number>();
    for (const finding of findingsOf(type)) {
      const nth = (times.get(finding.criterion.name) ?? 0) + 1;
      times.set(finding.criterion.name, nth);
      const key = `${finding.criterion.name} ${nth}`;
      const row = rows.get(key) ?? { ceiling: finding.criterion.name === "ceiling", question: finding.question, found: [] };
      row.found[column] = finding;
      rows.set(key, row);
    }
  }
  return [...rows.values()].map(({ ceiling, question, found }) => {
    // What a ceiling allows is the finding itself, and differs from type to type.
    if (ceiling)
      return { ceiling, question, limit: CEILING, cells: types.map((type, column) => cellOf(type, found[column], false)) };
    const limits = new Set(found.filter((finding) => finding !== undefined).map(({ limit }) => limit));
    const [shared] = limits.size === 1 ? limits : [];
    return {
      ceiling,
      question,
      limit: shared ?? "The limit is not the same for all; it is in the cells",
      cells: types.map((type, column) => cellOf(type, found[column], shared === undefined)),
    };
  });
}

function cellOf(type: TypeView, finding: Finding | undefined, withLimit: boolean): Cell {
  if (finding === undefined) return NO_CELL;
  const { verdict, fact, detail, limit } = finding;
  return { asked: true, state: stateOf(verdict), fact, detail, ...linksOf(type, finding), limit: withLimit ? limit : "" };
}

/** Failures have no link: they count cases without any answer too, which are of no action type. */
function linksOf({ index, judged }: TypeView, { criterion, detail }: Finding): Pick<Cell, "counted" | "others"> {
  const { proposed, decided, serious } = judged.evidence;
  const link = (n: number, rest: Omit<CaseLink, "type">) => (n === 0 ? null : { type: String(index), ...rest });
  const differ = proposed.n - proposed.matches;
  switch (criterion.name) {
    case "agreementAtLeast":
      return {
        counted: link(proposed.matches, { side: "proposed", show: "match", text: detail }),
        others: link(differ, { side: "proposed", show: "different", text: `${count(differ)} different` }),
      };
    case "coverageAtLeast":
      return { counted: link(decided.matches, { side: "decided", show: "match", text: detail }), others: null };
    case "seriousAtMost":
      return { counted: link(serious, { side: "proposed", show: "serious", text: detail }), others: null };
    default:
      return { counted: null, others: null };
  }
}
