import type { Chance } from "./chance.ts";
import type { Kind } from "./kinds.ts";

export interface Action {
  readonly type: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** What a clerk looks at before deciding. */
export interface Matter {
  readonly kind: Kind;
  readonly order: string;
  readonly sku: string;
  readonly price: number;
  readonly total: number;
  /** What the customer asks for. */
  readonly wish: "money" | "again";
  /** Days since it was delivered; null where it was not. */
  readonly delivered: number | null;
  /** Is the customer being looked at for too many claims? */
  readonly watched: boolean;
}

/** The desk's standing orders; the read tool `policy` answers with them. */
export const POLICY = {
  limit: 150,
  returnDays: 30,
  lostAfterDays: 10,
  damage: "a photo is needed before anything is paid or sent again",
  watched: "customers under review go to the team lead",
} as const;

/** Twelve people, and how often each departs from the standing orders. */
export const CLERKS = [0.02, 0.02, 0.03, 0.03, 0.03, 0.04, 0.04, 0.05, 0.05, 0.06, 0.08, 0.1].map((noise, i) => ({
  by: `clerk-${String(i + 1).padStart(2, "0")}`,
  noise,
  share: 12 - i / 2,
}));

const HAND_OVER: Action = { type: "escalate", params: {} };

/** What the standing orders say. */
export function byTheBook(matter: Matter): Action[] {
  const { kind, order, sku, price, total, wish, delivered, watched } = matter;
  const ask = (question: string): Action[] => [{ type: "ask_customer", params: { question } }];
  const replace: Action[] = watched ? [HAND_OVER] : [{ type: "replace", params: { order, item: sku } }];
  const refund = (amount: number): Action[] =>
    amount > POLICY.limit || watched ? [HAND_OVER] : [{ type: "refund", params: { order, amount } }];
  switch (kind) {
    case "broken, shown":
      return wish === "money" ? refund(price) : replace;
    case "broken, not shown":
      return ask("photo");
    case "wrong article":
    case "part missing":
      return replace;
    case "lost":
      return wish === "money" ? refund(total) : replace;
    case "sent back":
      return refund(price);
    case "charged twice":
      return refund(total);
    case "wants to send back":
      return (delivered ?? 0) > POLICY.returnDays ? [HAND_OVER] : ask("return");
    case "no order named":
      return ask("order_number");
    case "on its way":
    case "thanks":
      return [];
    case "threat":
      return [HAND_OVER];
  }
}

/** What a person makes of it who does not go by the book this time. */
export function otherwise(matter: Matter, booked: readonly Action[], chance: Chance): Action[] {
  const { order, sku, price, total } = matter;
  const [first] = booked;
  if (first === undefined)
    return chance.happens(0.5) ? [HAND_OVER] : [{ type: "ask_customer", params: { question: "order_number" } }];
  switch (first.type) {
    case "refund": {
      const half = Math.round(price * 50) / 100;
      return chance.pick([
        [{ type: "refund", params: { order, amount: chance.happens(0.5) ? half : Math.floor(total) } }],
        [{ type: "replace", params: { order, item: sku } }],
        [HAND_OVER],
      ]);
    }
    case "replace":
      return chance.happens(0.5) ? [{ type: "refund", params: { order, amount: price } }] : [HAND_OVER];
    case "ask_customer":
      return order !== "" && price <= POLICY.limit && chance.happens(0.6)
        ? [{ type: "refund", params: { order, amount: price } }]
        : [HAND_OVER];
    default:
      return order !== "" && total <= 2 * POLICY.limit && chance.happens(0.5)
        ? [{ type: "refund", params: { order, amount: price } }]
        : [];
  }
}
