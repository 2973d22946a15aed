import type { Chance } from "../../refund-letters/generate/chance.ts";

export interface Action {
  readonly type: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}

export type Topic =
  | "damaged"
  | "late"
  | "returned"
  | "charged-twice"
  | "address"
  | "close"
  | "delivery"
  | "invoice"
  | "sizes"
  | "complaint"
  | "legal"
  | "thanks";

export interface Address {
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
}

/** What a person at the desk knows when they decide. */
export interface Matter {
  readonly topic: Topic;
  readonly order: string;
  readonly customer: string;
  readonly item: number;
  readonly shipping: number;
  readonly total: number;
  /** Where the parcel is to go instead; for a change of address alone. */
  readonly address: Address | null;
  readonly abroad: boolean;
  /** Does who wants the account closed want the data erased as well? */
  readonly erase: boolean;
  /** Orders that are still on their way. */
  readonly open: number;
  readonly flagged: boolean;
  /** Was it decided under the rule that address changes abroad go to the identity desk? */
  readonly newRule: boolean;
}

/** Beyond this amount a person often settles for a part, which the customer agrees to on the phone. */
export const LARGE = 200;
/** What a settlement leaves of the amount. */
const SETTLED = 0.7;

/** How often people do what no standing order says; shares of the decisions concerned. */
export const PEOPLE = {
  settles: 0.5,
  handsOverFlagged: 0.6,
  handsOver: 0.0008,
  otherTag: 0.004,
  noReply: 0.001,
  otherReply: 0.006,
  otherAmount: 0.003,
  otherErase: 0.002,
  otherStreet: 0.01,
  otherCredit: 0.02,
} as const;

const LABELS = ["money", "parcel", "account", "question", "trouble"] as const;
const TEMPLATES = ["refunded", "noted", "closed", "order-open", "delivery", "invoice", "sizes", "sorry"] as const;

/** What the standing orders say. */
export function byTheBook(matter: Matter): Action[] {
  const { topic, order, customer, item, shipping, total, address, abroad, erase, open, newRule } = matter;
  const refund = (amount: number) => [tag("money"), reply("refunded"), { type: "refund", params: { order, amount } }];
  switch (topic) {
    case "damaged":
    case "returned":
      return refund(item);
    case "late":
      return refund(shipping);
    case "charged-twice":
      return refund(total);
    case "address":
      return newRule && abroad
        ? [tag("parcel"), reply("noted"), HAND_OVER]
        : [tag("parcel"), reply("noted"), { type: "address_change", params: { order, ...address } }];
    case "close":
      return open > 0
        ? [tag("account"), reply("order-open")]
        : [tag("account"), reply("closed"), { type: "close_account", params: { customer, erase } }];
    case "delivery":
    case "invoice":
    case "sizes":
      return [tag("question"), reply(topic)];
    case "complaint":
      return [tag("trouble"), reply("sorry"), { type: "goodwill_credit", params: { customer, amount: credit(total) } }];
    case "legal":
      return [tag("trouble"), HAND_OVER];
    case "thanks":
      return [];
  }
}

/** A tenth of the order in steps of five, from 5 to 25. */
function credit(total: number): number {
  return Math.min(25, Math.max(5, Math.round(total / 50) * 5));
}

/** What one person does: the standing orders, but for what they leave to people, and for slips. */
export function decide(matter: Matter, chance: Chance): Action[] {
  const [first, ...others] = byTheBook(matter);
  if (first === undefined) return [];
  const tagged = chance.happens(PEOPLE.otherTag) ? tag(other(LABELS, first.params["label"], chance)) : first;
  const isRefund = others.some(({ type }) => type === "refund");
  if (isRefund && matter.flagged && chance.happens(PEOPLE.handsOverFlagged)) return [tagged, HAND_OVER];
  if (chance.happens(PEOPLE.handsOver)) return [tagged, HAND_OVER];
  return [tagged, ...others.flatMap((action) => slipped(action, chance))];
}

function slipped({ type, params }: Action, chance: Chance): Action[] {
  const amount = Number(params["amount"]);
  const changed = (change: Action["params"]) => [{ type, params: { ...params, ...change } }];
  switch (type) {
    case "reply":
      if (chance.happens(PEOPLE.noReply)) return [];
      return chance.happens(PEOPLE.otherReply) ? [reply(other(TEMPLATES, params["template"], chance))] : [{ type, params }];
    case "refund":
      if (amount > LARGE && chance.happens(PEOPLE.settles)) return changed({ amount: cents(amount * SETTLED) });
      return chance.happens(PEOPLE.otherAmount) ? changed({ amount: cents(amount / 2) }) : [{ type, params }];
    case "address_change":
      return chance.happens(PEOPLE.otherStreet) ? changed({ street: `${params["street"]} bis` }) : [{ type, params }];
    case "close_account":
      return chance.happens(PEOPLE.otherErase) ? changed({ erase: params["erase"] !== true }) : [{ type, params }];
    case "goodwill_credit":
      return chance.happens(PEOPLE.otherCredit) ? changed({ amount: amount + 5 }) : [{ type, params }];
    default:
      return [{ type, params }];
  }
}

const HAND_OVER: Action = { type: "escalate", params: {} };

function tag(label: string): Action {
  return { type: "tag", params: { label } };
}

function reply(template: string): Action {
  return { type: "reply", params: { template } };
}

function other(list: readonly string[], but: unknown, chance: Chance): string {
  return chance.pick(list.filter((one) => one !== but));
}

export function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
