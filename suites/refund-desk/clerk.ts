import type { Proposal, SeenCase, Toolbox } from "earnest";

// A simulated agent: no model, but the desk's rule with faults of known frequency. It runs behind the wall, and sees this file and one ticket at a time.

/** How often it errs, as shares of the tickets concerned. What it does with a door number after a slash is a fault of its rule, not of chance. */
export const FAULTS = {
  breaksDown: 0.003,
  silent: 0.002,
  handsOver: 0.025,
  otherTag: 0.004,
  otherReply: 0.006,
  withShipping: 0.003,
  otherErase: 0.002,
  otherCredit: 0.015,
} as const;

interface Ticket {
  readonly topic: string;
  readonly message: string;
  readonly order: string;
  readonly address?: string;
  readonly customer: { readonly id: string };
}

interface Order {
  readonly item: number;
  readonly shipping: number;
  readonly total: number;
}

type Params = Readonly<Record<string, string | number | boolean>>;

const LABEL_OF: Readonly<Record<string, string>> = {
  damaged: "money",
  late: "money",
  returned: "money",
  "charged-twice": "money",
  address: "parcel",
  close: "account",
  delivery: "question",
  invoice: "question",
  sizes: "question",
};
const ERASES = /erase my data|Daten löschen|borren mis datos/;

export default async function propose({ id, input }: SeenCase, toolbox: Toolbox): Promise<Proposal> {
  const ticket = input as Ticket;
  const errs = (fault: keyof typeof FAULTS) => share(`${fault} ${id}`) < FAULTS[fault];
  if (errs("breaksDown")) throw new Error("no answer, as the simulated agent does now and then");
  if (ticket.topic === "thanks" || errs("silent")) return { kind: "act", actions: [] };
  const known = LABEL_OF[ticket.topic] ?? "trouble";
  const label = errs("otherTag") ? (known === "question" ? "trouble" : "question") : known;
  const tag = { type: "tag", params: { label } };
  if (ticket.topic === "legal" || errs("handsOver")) return { kind: "act", actions: [tag, { type: "escalate", params: {} }] };
  const { template, act } = await answer(ticket, toolbox, errs);
  const reply = { type: "reply", params: { template: errs("otherReply") ? "we-will-look" : template } };
  return { kind: "act", actions: [tag, reply, ...(act === undefined ? [] : [act])] };
}

interface Answer {
  readonly template: string;
  readonly act?: { readonly type: string; readonly params: Params };
}

/** What the standing orders say, as it knows them: it never heard of the rule of June, and minds no flags. */
async function answer(ticket: Ticket, toolbox: Toolbox, errs: (fault: keyof typeof FAULTS) => boolean): Promise<Answer> {
  const { topic, message, order, address = "", customer } = ticket;
  switch (topic) {
    case "damaged":
    case "late":
    case "returned":
    case "charged-twice": {
      const { item, shipping, total } = (await toolbox.read("order", { id: order })) as Order;
      const due = topic === "late" ? shipping : topic === "charged-twice" ? total : item;
      const amount = errs("withShipping") ? cents(due + shipping) : due;
      return { template: "refunded", act: { type: "refund", params: { order, amount } } };
    }
    case "address":
      return { template: "noted", act: { type: "address_change", params: { order, ...placeIn(address) } } };
    case "close": {
      const { open } = (await toolbox.read("account", { id: customer.id })) as { open: number };
      if (open > 0) return { template: "order-open" };
      const erase = ERASES.test(message) !== errs("otherErase");
      return { template: "closed", act: { type: "close_account", params: { customer: customer.id, erase } } };
    }
    case "complaint": {
      const { total } = (await toolbox.read("order", { id: order })) as Order;
      const credit = Math.min(25, Math.max(5, Math.round(total / 50) * 5));
      const amount = errs("otherCredit") ? credit * 2 : credit;
      return { template: "sorry", act: { type: "goodwill_credit", params: { customer: customer.id, amount } } };
    }
    default:
      return { template: topic };
  }
}

/** Its one fault that is no chance: it takes what follows a slash for another way to write the street, and leaves it out. */
function placeIn(line: string): Params {
  const [street = "", middle = "", ...end] = line.split(", ");
  const country = end.at(-1) ?? "";
  const [postcode = "", ...city] = middle.split(" ");
  if (country === "IE") return { street, postcode: end[0] ?? "", city: middle, country };
  return { street: street.split("/")[0] as string, postcode, city: city.join(" "), country };
}

/** Evenly spread from 0 to 1, and always the same for the same text: FNV-1a, mixed once more. */
function share(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
