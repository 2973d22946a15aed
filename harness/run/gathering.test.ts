import { expect, test } from "vitest";
import { custom } from "../comparators/custom.ts";
import { fields } from "../comparators/fields.ts";
import { judged } from "../comparators/judged.ts";
import { agreementAtLeast } from "../criteria/index.ts";
import { type Desk, deskSuite, runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";

const ruled = judged({ judge: { name: "reader", version: "1" }, rulings: [] });
const cases = Array.from({ length: 5 }, (_, i) => ({ id: `c${i}`, decided: ["reply"], proposed: ["reply"] }));
const desk = (compare: Desk["actions"][string]["compare"]): Desk => ({
  cases,
  actions: { reply: { ask: "L4", climb: [agreementAtLeast(0.5)], ...(compare === undefined ? {} : { compare }) } },
});

test("a model judge that rules where no gate can see it is refused, so that its rulings open none unchecked", async () => {
  using folder = runFolder();
  const hidden = custom("mine", "1", () => ruled.compare("we are sorry", "our apologies").verdict === "same");
  const suite = deskSuite(desk(hidden));
  await runInto(folder.path, suite);
  expect(() => judge(suite, folder.path)).toThrow(
    expect.objectContaining({ code: "SUITE_BROKEN", message: expect.stringMatching(/model judge/) }),
  );
});

test("one that stands in the comparator's own data is known, and has nothing to rule on where values are equal", async () => {
  using folder = runFolder();
  const suite = deskSuite(desk(fields({ text: ruled })));
  await runInto(folder.path, suite);
  const [reply] = judge(suite, folder.path).judgement.types;
  expect(reply?.judge).toMatchObject({ judges: [{ name: "reader", version: "1" }], unruled: 0 });
  expect(reply?.decided.verdict).toBe("insufficient");
});
