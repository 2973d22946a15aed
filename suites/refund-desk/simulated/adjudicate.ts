import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Action } from "earnest";
import { tickets } from "../../../datasets/refund-desk/generate/generate.ts";
import { VERSION } from "../agent.ts";
import { answerTo, columnOf, type Ticket } from "./answers.ts";

// Writes adjudications.jsonl anew: node suites/refund-desk/simulated/adjudicate.ts

const REVIEWERS = ["R-01", "R-02", "R-03"];
const NEW_RULE = "2036-06-01";

interface Ruled {
  readonly ruling: "person" | "agent" | "both";
  readonly cause: string;
}

/** The whole file: a simulated ruling on every disagreement of the shipped history, with its cause. */
export async function adjudicationsFile(): Promise<string> {
  const lines: string[] = [];
  for (const ticket of tickets() as Ticket[]) {
    const decided = ticket.decisions[0]?.actions ?? [];
    const proposed = (await answerTo(ticket)) ?? [];
    for (const [type, came] of columnOf(decided, proposed)) {
      if (came === "match") continue;
      const by = REVIEWERS[lines.length % REVIEWERS.length];
      const at = `2036-07-${String(1 + (lines.length % 20)).padStart(2, "0")}`;
      lines.push(JSON.stringify({ case: ticket.id, type, ...ruledOn(ticket, type, decided, proposed), by, at, agent: VERSION }));
    }
  }
  return `${lines.join("\n")}\n`;
}

/** What a reviewer makes of it who knows the standing orders; the causes are those that stand in the code of either side. */
function ruledOn(ticket: Ticket, type: string, decided: readonly Action[], proposed: readonly Action[]): Ruled {
  const { at, input, reads } = ticket;
  const [person, agent] = [decided, proposed].map((some) => some.find((one) => one.type === type)?.params ?? {});
  if (decided.some((one) => one.type === "escalate") && type !== "tag") {
    if (type === "address_change" && input.region === "abroad" && at >= NEW_RULE)
      return { ruling: "person", cause: "rule of June: abroad goes to the identity desk" };
    if (input.flags.includes("fraud")) return { ruling: "person", cause: "flagged for fraud" };
    return { ruling: "agent", cause: "handed over without need" };
  }
  switch (type) {
    case "refund": {
      const { shipping = 0 } = reads[0]?.answer ?? {};
      const [paid, proposes] = [Number(person?.["amount"]), Number(agent?.["amount"])];
      if (proposes > 200 && paid < proposes) return { ruling: "person", cause: "settled on the phone" };
      if (Math.abs(proposes - paid - shipping) < 0.01) return { ruling: "person", cause: "shipping added" };
      return { ruling: "agent", cause: "half of the amount paid by mistake" };
    }
    case "address_change":
      return input.address?.includes("/") === true
        ? { ruling: "person", cause: "door number left out" }
        : { ruling: "agent", cause: "street mistyped" };
    case "reply":
      if (person?.["template"] === undefined) return { ruling: "agent", cause: "reply forgotten" };
      return agent?.["template"] === "we-will-look"
        ? { ruling: "person", cause: "reply that answers nothing" }
        : { ruling: "agent", cause: "other reply picked by mistake" };
    case "close_account":
      return { ruling: "both", cause: "erasing the data misread" };
    case "goodwill_credit":
      return { ruling: "both", cause: "another credit than the table’s" };
    default:
      return { ruling: "both", cause: "other tag picked by mistake" };
  }
}

if (process.argv[1] === import.meta.filename)
  writeFileSync(join(import.meta.dirname, "..", "adjudications.jsonl"), await adjudicationsFile());
