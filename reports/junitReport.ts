import type { Finding, Judgement, TypeJudgement } from "earnest";
import library from "junit-report-builder";
import { plain } from "./plain.ts";
import { badgeOf, moveOf } from "./view/verdict.ts";

/** Node hands out the builder itself; the library's types speak of a module around it. */
const junit = library as unknown as typeof library.default;

/** The checks of a gate, in the order in which a test result lists them. */
const GROUPS = [
  { name: "climb", says: "To move up" },
  { name: "hold", says: "To go on" },
  { name: "stay", says: "To stay" },
] as const;

/** What XML 1.0 cannot hold and `plain` leaves: two code points that are no characters. */
const UNFIT = /[\uFFFE\uFFFF]/g;

/**
 * A judgement as JUnit XML, for the test view of a CI server: a test suite for each action type that asked, a test case for each check.
 * Not met is a failure, undecided is skipped with its reason as output. A type that may not move up and whose checks do not say so gets one
 * test case more, so that no closed gate looks green.
 */
export function junitReport(judgement: Judgement): string {
  const { run, suite } = judgement;
  const builder = junit.newBuilder().name(text(`Gate: ${judgement.headline}`));
  const when = text(run.startedAt).replace(/(\.\d+)?Z$/, "");
  for (const type of judgement.types) {
    const { decided, title } = type;
    if (decided.verdict === "not_requested") continue;
    const tests = builder.testSuite().name(text(title)).timestamp(when);
    for (const [name, value] of propertiesOf(judgement, type)) tests.property(name, text(value));
    const names = new Map<string, number>();
    const add = (given: string) => {
      const name = text(given);
      const times = (names.get(name) ?? 0) + 1;
      names.set(name, times);
      return tests
        .testCase()
        .className(text(`${suite.name}: ${type.type}`))
        .name(times === 1 ? name : `${name} (${times})`);
    };
    for (const { name, says } of GROUPS) for (const finding of decided[name]) fill(add(nameOf(says, finding)), finding);
    const checks = GROUPS.flatMap(({ name }) => decided[name]);
    if (!explained(decided.verdict, checks))
      fill(add("The answer"), {
        verdict: decided.verdict === "insufficient" ? "insufficient" : "not-met",
        because: decided.why,
        limit: "Every check is met.",
        fact: badgeOf(decided.verdict).word,
        detail: "",
        change: decided.change,
      });
  }
  return builder.build().replace(/\n*$/, "\n");
}

/** Does a check that is shown as failed or skipped say what the verdict says? */
function explained(verdict: TypeJudgement["decided"]["verdict"], checks: readonly Finding[]): boolean {
  const some = (is: Finding["verdict"]) => checks.some((check) => check.verdict === is);
  return verdict === "promote" || (verdict === "insufficient" ? some("insufficient") : some("not-met"));
}

type Test = ReturnType<ReturnType<ReturnType<typeof junit.newBuilder>["testSuite"]>["testCase"]>;
type Shown = Pick<Finding, "verdict" | "because" | "limit" | "fact" | "detail" | "change">;

function fill(test: Test, { verdict, because, limit, fact, detail, change }: Shown): void {
  const seen = [fact, detail].filter((one) => one !== "").join(", ");
  const lines = [because, `Limit: ${limit}`, `Seen: ${seen}`, `What would change it: ${change}`].map(text);
  if (verdict === "not-met") test.failure(text(because), "not-met").stacktrace(body(lines));
  else if (verdict === "insufficient") test.skipped().standardOutput(body(["Cannot say yet.", ...lines]));
  else test.standardOutput(body(lines));
}

/** The library ends a CDATA section at the second "]]>" of its text, so it is given none. */
function body(lines: readonly string[]): string {
  return lines.join("\n").replaceAll("]]>", "]] >");
}

function nameOf(says: string, { question, limit }: Finding): string {
  return `${says}: ${question} ${limit}`;
}

function propertiesOf({ run, suite, method }: Judgement, type: TypeJudgement): (readonly [string, string])[] {
  const { decided, evidence } = type;
  return [
    ["answer", badgeOf(decided.verdict).word],
    ["verdict", decided.verdict],
    ["move", moveOf(type)],
    ["why", decided.why],
    ["type", type.type],
    ["matches", String(evidence.proposed.matches)],
    ["proposed", String(evidence.proposed.n)],
    ["agent", `${run.agent.name} ${run.agent.version}`],
    ["suite", suite.name],
    ["method", `${method.name} ${method.version}`],
    ["run", run.id],
    ["ledger", run.ledgerHead],
  ];
}

function text(given: string): string {
  return plain(given).replaceAll(UNFIT, (one) => `[U+${one.charCodeAt(0).toString(16).toUpperCase()}]`);
}
