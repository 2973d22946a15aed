import { expect, test } from "vitest";
import { EarnestError } from "../errors.ts";
import type { RedactionFacts } from "../redact/redaction.ts";
import type { CaseDetail } from "./caseBook.ts";
import { makePreflight } from "./preflight.ts";

const facts = (more: Partial<RedactionFacts> = {}): RedactionFacts => ({
  patterns: ["secret", "email", "iban", "card", "ip", "phone"],
  counts: {},
  except: [],
  country: null,
  keyedBy: null,
  reversible: false,
  none: null,
  ...more,
});

function detail(more: Partial<CaseDetail> = {}, because = "fits"): CaseDetail {
  const cells = [{ decided: "reply", proposed: "reply", outcome: "match" as const }];
  const proposal = { kind: "act" as const, because, actions: [{ type: "reply", params: { to: "[email:3f2a9c41d07e]" } }] };
  const observation = {
    attempt: 1,
    isolation: "I0" as const,
    trace: { steps: [] },
    breaches: [],
    ms: 1,
    kind: "proposed" as const,
  };
  return {
    id: "c1",
    cluster: "c1",
    at: "2026-03-01T10:00:00Z",
    slices: {},
    input: { order: 4111_1111_1111_1112, said: { text: "Where is my parcel? [phone:3f2a9c41d07e]" } },
    decisions: [{ actions: [] }],
    outcome: null,
    rulings: [],
    attempts: [{ cells, steps: 0, observation: { ...observation, proposal } }],
    ...more,
  };
}

async function looked(one: CaseDetail, redaction: RedactionFacts | undefined = facts()): Promise<number | EarnestError> {
  using preflight = await makePreflight({
    dataset: { name: "desk" } as never,
    ...(redaction === undefined ? {} : { redaction }),
  });
  try {
    preflight.look(one);
    return preflight.unredacted;
  } catch (error) {
    if (error instanceof EarnestError) return error;
    throw error;
  }
}

const LEAKS = ["erika@private-post.example.org", "+49 171 2345678", "DE89 3704 0044 0532 0130 00", "4111 1111 1111 1111"];

test("what was redacted passes", async () => {
  expect(await looked(detail())).toBe(0);
});

test.each(LEAKS)(
  "what redaction should have taken out stops the page, which names case and field and never the value",
  async (leak) => {
    const error = await looked(detail({ input: { said: { text: `It is ${leak}, thanks` } } }));
    if (!(error instanceof EarnestError)) throw new Error("nothing was found");
    expect(error.code).toBe("PERSONAL_DATA");
    expect(error.message).toContain("case c1 still holds in input.said.text");
    expect(`${error.message} ${error.next}`).not.toContain(leak);
  },
);

test("a name of a member and an id may be the value, and are named by their tokens", async () => {
  const [leak] = LEAKS as [string];
  const error = await looked(detail({ id: leak, input: { [leak]: "x" } }));
  expect(String(error)).toMatch(/case \[email:[0-9a-f]{12}\] still holds in id/);
  expect(String(await looked(detail({ input: { [leak]: leak } })))).toMatch(/in input\.\[email:[0-9a-f]{12}\]/);
});

test("what the agent wrote is looked through too, and its field is named", async () => {
  expect(String(await looked(detail({}, `mail ${LEAKS[0]}`)))).toContain("in attempts.0.proposal.because what");
  const [attempt] = detail().attempts as [CaseDetail["attempts"][number]];
  const steps = [
    { kind: "read", name: "look" },
    { kind: "read", name: "look", args: { who: [{ card: 4111_1111_1111_1111 }] } },
  ];
  const observation = { ...attempt.observation, trace: { steps } };
  expect(String(await looked(detail({ attempts: [{ ...attempt, observation }] })))).toContain(
    "in attempts.0.trace.steps.1.args.who.0.card what",
  );
});

test("words of the suite itself, which no observing again would change, are counted and stop nothing", async () => {
  const [attempt] = detail().attempts as [CaseDetail["attempts"][number]];
  const cells = [
    { ...attempt.cells[0], because: `The policy hands this to ${LEAKS[0]}` },
  ] as CaseDetail["attempts"][number]["cells"];
  expect(await looked(detail({ attempts: [{ ...attempt, cells }] }))).toBe(1);
});

test("an id and a slice are looked at where nothing else of a case goes out, and other data is told of by its places", async () => {
  using preflight = await makePreflight({ dataset: { name: "desk" } as never, redaction: facts() });
  preflight.lookAtName({ id: "c1", slices: { who: "[email:3f2a9c41d07e]" } });
  expect(() => preflight.lookAtName({ id: "c1", slices: { who: LEAKS[0] as string } })).toThrow(/in slices\.who what/);
  const data = { limits: [{ text: `Ask ${LEAKS[0]}` }], title: "Reply", types: [{ about: LEAKS[1], [LEAKS[0] as string]: 1 }] };
  expect(preflight.places(data)).toEqual([
    "limits.0.text",
    "types.0.about",
    expect.stringMatching(/^types\.0\.\[email:[0-9a-f]{12}\]$/),
  ]);
});

test("what a suite excepts passes, and what it does not have redacted is counted", async () => {
  const one = detail({ input: { said: LEAKS[0] } });
  expect(await looked(one, facts({ except: ["input.said"] }))).toBe(0);
  expect(await looked(one, facts({ patterns: [], none: "public data" }))).toBe(1);
  expect(await looked(one, facts({ patterns: ["iban"] }))).toBe(1);
  expect(await looked(detail({ input: { said: LEAKS[2] } }), facts({ patterns: ["iban"] }))).toBeInstanceOf(EarnestError);
});

test("a number that was cut short to look like another one is nobody’s", async () => {
  expect(await looked(detail({ input: "The parcel is +49 171 2345678…" }))).toBe(0);
});
