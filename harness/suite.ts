import type { z } from "zod";
import type { Comparator } from "./action.ts";
import type { Agent } from "./agent.ts";
import type { PriceTable } from "./budget/prices.ts";
import { digestOf } from "./canonical.ts";
import { type CaseFault, type Decision, issueMessage } from "./case.ts";
import type { RiskProfile } from "./ceiling.ts";
import { exact } from "./comparators/exact.ts";
import { quote } from "./comparators/quote.ts";
import { type ComparedTypes, type Outcome, SERIOUS } from "./compare.ts";
import type { Criterion } from "./criteria/criterion.ts";
import { type Dataset, defineDataset } from "./dataset/defineDataset.ts";
import type { Drill } from "./drill/drill.ts";
import type { DrilledElsewhere } from "./drill/library/drilledElsewhere.ts";
import { EarnestError } from "./errors.ts";
import { ownersLimits } from "./evidence/ownersLimits.ts";
import type { HumanBaseline } from "./evidence/typeFacts.ts";
import type { Waiver } from "./evidence/wallCount.ts";
import type { Serious } from "./evidence.ts";
import type { Gate, Together } from "./gate.ts";
import { defineLadder, evidenceLadder, type Ladder } from "./ladders.ts";
import type { Price } from "./ledger/record.ts";
import { type Policies, policiesOf, type Rule } from "./policy.ts";
import { checkDrills } from "./suite/checkDrills.ts";
import { checkWaiver } from "./suite/checkWaiver.ts";
import { gateOf } from "./suite/gateOf.ts";
import { rulesOf, type SuiteRules } from "./suite/rulesOf.ts";
import { firstIssue, type ReadRow, toolDesk } from "./suite/toolDesk.ts";
import type { ToolDesk } from "./toolbox.ts";

/** What a row of the suite says besides how it is undone. `S` checks its params. */
interface PlainRow<S extends z.ZodType> {
  /** For people: "Change an address". */
  readonly title?: string;
  /** What its decisions are called in a sentence: "address changes". */
  readonly noun?: string;
  /** For a model: when to ask for it. Default: the title. */
  readonly about?: string;
  /** What an agent is told that has asked for it: an answer, or a function of the params. */
  readonly acknowledge?: unknown;
  /** Checks params; its issues make a decision a bad row, and a proposal unusable. Default: any. */
  readonly params?: S;
  /** Default: `exact()`. */
  readonly compare?: Comparator;
  /** Mismatches declared costly. Default: acting where the person handed over or did nothing. */
  readonly serious?: readonly Outcome[];
  /** The rung it stands on, and the rung asked for, one above. */
  readonly at?: string;
  readonly ask?: string;
  /** What it takes to reach the rung asked for, and to stay on the present one, in place of the ladder's. With a climb of its own, a row's stay and hold are its own as well. */
  readonly climb?: readonly Criterion[];
  readonly stay?: readonly Criterion[];
  /** What has to go on holding on the present rung: without it nothing moves up, and nothing is lost. */
  readonly hold?: readonly Criterion[];
  /** What it may do alone: for the rung asked for, or rung by rung. What a rule keeps back is handed to a person, and never a match. */
  readonly envelope?: readonly Rule[] | Readonly<Record<string, readonly Rule[]>>;
  /** What can go wrong, and how badly: it sets the highest rung, whatever the evidence. */
  readonly risk?: RiskProfile;
  /** Does it move money, change accounts or touch regulated data? Then all that the evidence ladder demands up to the rung reached is asked, also on another ladder. */
  readonly consequential?: string;
  /** How often people fail at it, for criteria that compare with people. */
  readonly baseline?: HumanBaseline;
  /** Did a decision turn out well, by what became known later? In CEL over `outcome`, `action` and `case`. */
  readonly goodOutcome?: string;
  /** Writes `earnest gate` a demotion into the register by itself? Default: no, somebody has to. */
  readonly breaker?: boolean;
  readonly owners?: { readonly business?: string; readonly technical?: string };
}

/**
 * How far an act can be taken back (default: unknown, which counts as irreversible), and the drills that try it in a sandbox, by `earnest drill`. What is said
 * to be compensable has to be drilled; what is not said to be undoable cannot have a drill that promises to undo it. `P` are its params.
 */
export type Undoing<P = unknown> =
  | { readonly reversibility: "compensable"; readonly drills: readonly [RowDrill<P>, ...RowDrill<P>[]] }
  | { readonly reversibility: "reversible"; readonly drills?: readonly RowDrill<P>[] }
  | {
      readonly reversibility?: "irreversible" | "unknown";
      readonly drills?: readonly (RowDrill<P> & { readonly undoes?: false })[];
    };

type RowDrill<P> = Drill<P> | DrilledElsewhere;

/** A promise about one kind of act: how it is compared, what is costly, how it is undone, and what it takes to climb. */
export type ActionRow<S extends z.ZodType = z.ZodType> = PlainRow<S> & Undoing<NoInfer<z.output<S>>>;

/** One row per action type, with the dataset and the agent under observation. */
export interface Suite {
  readonly name: string;
  readonly about?: string;
  readonly dataset: Dataset;
  readonly agent: Agent;
  readonly actions: Readonly<Record<string, ActionRow>>;
  /** Tools that look something up, answered from the recorded reads of each case. */
  readonly reads?: Readonly<Record<string, ReadRow>>;
  /** The most calls in one attempt (60), and the most that are the same (6); an attempt beyond them is cut. */
  readonly most?: { readonly steps?: number; readonly same?: number };
  /** A person who answers for letting a gate open although the agent did not run behind a sealed wall; stands on page 1. */
  readonly waiver?: Waiver;
  /** What a million tokens of a model cost. */
  readonly prices?: PriceTable;
  /** Default: the evidence ladder. */
  readonly ladder?: Ladder;
  /** Times each case is put to the agent; the first is its vote, the others measure reliability. Default 1. */
  readonly attempts?: number;
  /** Seconds the agent may take for one attempt. Default 60. */
  readonly timeout?: number;
  /** A file of people's blind adjudications; where a model judge compares, a gate opens only with them. */
  readonly adjudications?: string;
  /** A file of drills: batches that were carried out in a sandbox, undone and timed. */
  readonly drills?: string;
  /** A file of Markdown, of at most 20 KB: what its evidence cannot show, in the words of its owner. */
  readonly limits?: string;
  /** The agents that proposals come through, by the names in their chain, and what each may do of each action type. */
  readonly agents?: Readonly<Record<string, Readonly<Record<string, readonly Rule[]>>>>;
  /** How the answers of several action types stand together. Default "holm": the chance of any wrong promotion in a report is at most 5%. */
  readonly together?: Together;
  /** What one attempt costs, to say what a run cost and what stopping early saved. */
  readonly price?: Price;
}

/** What a suite may ask for from outside; `data` is the path given by `--data` or EARNEST_DATA. */
export interface SuiteGiven {
  readonly data?: string | undefined;
}

export type SuiteModule = (given: SuiteGiven) => Suite;

/** A suite, or a function that makes one from what the command line gives. */
export function defineSuite(suite: Suite | SuiteModule): SuiteModule {
  return typeof suite === "function" ? suite : () => suite;
}

/** One row of a suite; its drills have to take its params. */
export function defineAction<S extends z.ZodType>(row: ActionRow<S>): ActionRow {
  return row as ActionRow;
}

/** Letters and currency signs: it is printed as it is. */
export const CURRENCY = /^[\p{L}\p{Sc}]{1,8}$/u;

/** A suite whose gaps are filled and whose promises are checked; throws SUITE_BROKEN. */
export interface ReadySuite extends Suite {
  readonly ladder: Ladder;
  readonly together: Together;
  readonly compared: ComparedTypes;
  readonly serious: Serious;
  readonly gates: ReadonlyMap<string, Gate>;
  readonly policies: Policies;
  title(type: string): string;
  noun(type: string): string;
  checkDecision(decision: Decision): CaseFault[];
  readonly desk: ToolDesk;
  /** Plain data of everything that decides a verdict, and its digest. */
  readonly rules: SuiteRules;
  readonly digest: string;
}

/** Checks a suite and fills its gaps. With `ask`, only these types keep their gates: the others are compared, and asked nothing. */
export function readySuite(given: Suite, ask?: readonly string[] | null): ReadySuite {
  const suite = ask === undefined || ask === null ? given : { ...given, actions: askOnly(given, ask) };
  const { attempts = 1, timeout = 60, together = "holm", price } = suite;
  if (together !== "holm" && together !== "each")
    throw new EarnestError("SUITE_BROKEN", `together is "holm" or "each", not ${quote(together)}`);
  if (
    price !== undefined &&
    !(price.perAttempt >= 0 && Number.isFinite(price.perAttempt) && CURRENCY.test(String(price.currency)))
  )
    throw new EarnestError("SUITE_BROKEN", `price is { perAttempt: a number from 0, currency: a word }, not ${quote(price)}`);
  if (!(Number.isInteger(attempts) && attempts >= 1))
    throw new EarnestError("SUITE_BROKEN", `attempts is a whole number from 1, not ${quote(attempts)}`);
  if (suite.waiver !== undefined) checkWaiver(suite.waiver);
  // Before a run begins, rather than when it is to be reported.
  ownersLimits(suite.limits);
  if (!(timeout > 0)) throw new EarnestError("SUITE_BROKEN", `timeout is a number of seconds above 0, not ${quote(timeout)}`);
  // Checks them again: a dataset and a ladder need not have come through these.
  defineDataset(suite.dataset);
  const ladder = defineLadder(suite.ladder ?? evidenceLadder);
  const rows = Object.entries(suite.actions);
  for (const [type, row] of rows) checkDrills(type, row);
  // Without a prototype, so that a type called "constructor" in somebody's data is not taken for a row.
  const actions: Suite["actions"] = Object.assign(Object.create(null), suite.actions);
  const compared = new Map(rows.map(([type, row]) => [type, comparedType(row)]));
  const gates = new Map(rows.map(([type, row]) => [type, gateOf(type, row, ladder)]));
  const policies = policiesOf({ ...suite, ladder }, gates);
  const seriousOf = (type: string) => actions[type]?.serious ?? SERIOUS;
  const rules = rulesOf({ ...suite, actions, ladder, together, compared, gates, policies, serious: seriousOf });
  return {
    ...suite,
    actions,
    ladder,
    together,
    compared,
    serious: seriousOf,
    gates,
    policies,
    title: (type) => actions[type]?.title ?? type,
    noun: (type) => actions[type]?.noun ?? "decisions of this type",
    checkDecision: (decision) => decisionFaults(decision, actions),
    desk: toolDesk(suite),
    rules,
    digest: digestOf(rules),
  };
}

/** The rows with only these types' gates left. Throws USAGE for a type that the suite does not ask about. */
function askOnly(suite: Suite, ask: readonly string[]): Suite["actions"] {
  const rows = Object.entries(suite.actions);
  const askable = rows.filter(([, row]) => row.ask !== undefined).map(([type]) => type);
  const unknown = ask.filter((type) => !askable.includes(type));
  if (unknown.length > 0) {
    throw new EarnestError("USAGE", `the suite asks nothing about ${unknown.map((type) => quote(type)).join(", ")}`, {
      next: `It asks about ${askable.slice(0, 20).join(", ")}${askable.length > 20 ? ", ..." : ""}`,
    });
  }
  return Object.fromEntries(
    rows.map(([type, row]) => [type, ask.includes(type) ? row : { ...row, ask: undefined, climb: [], stay: [] }]),
  ) as Suite["actions"];
}

function comparedType(row: ActionRow) {
  const { params } = row;
  return {
    compare: row.compare ?? exact(),
    serious: row.serious ?? SERIOUS,
    ...(params === undefined ? {} : { paramsFault: (given: unknown) => firstIssue(params, given) }),
  };
}

function decisionFaults(decision: Decision, rows: Suite["actions"]): CaseFault[] {
  return decision.actions.flatMap((action, i) => {
    const parsed = rows[action.type]?.params?.safeParse(action.params);
    if (parsed === undefined || parsed.success) return [];
    return parsed.error.issues.map((issue) => ({
      path: ["actions", i, "params", ...issue.path],
      message: issueMessage(issue, action.params),
    }));
  });
}
