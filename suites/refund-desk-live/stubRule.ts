import { createHash } from "node:crypto";

/** What the pretended model is asked, as far as the rule looks at it. */
interface Asked {
  readonly text: string;
  readonly calls: readonly { readonly name: string; readonly answer: string }[];
}

interface Answer {
  readonly text?: string;
  readonly calls?: readonly { readonly name: string; readonly args: object }[];
}

interface Letter {
  readonly subject: string;
  readonly message: string;
  readonly order?: string;
  readonly customer: string;
  readonly received: string;
}

interface Order {
  readonly id: string;
  readonly items: readonly { readonly sku: string; readonly price: number }[];
  readonly total: number;
  readonly payments: readonly number[];
  readonly shipped: string;
  readonly delivered: string | null;
  readonly returned: string | null;
}

const FOR =
  "I am no model, only a rule that plays one for the letters of suites/refund-desk-live. Ask me about one of its cases.";
const LETTER = ["subject", "message", "customer", "received"];

const SAYS = {
  threat: /lawyer|anwalt|abogado|electric shock|my bank to take|consumer office/i,
  thanks: /thank you, (all good|the|i found)|vielen dank, alles gut|muchas gracias|nothing else|thank you and sorry/i,
  part: /part (is )?missing|fehlt ein teil|falta una pieza/i,
  wrong: /wrong (one|item)|something else entirely|somebody else|falsch|equivocado/i,
  broken: /damag|broken|crack|dented|in pieces|riss|kaputt|zerbrochen|beschädigt|roto|rajado|dañado/i,
  shown: /photo|picture|foto|bilder/i,
  money: /money back|refund|geld zurück|erstatten|devuelvan el dinero/i,
  twice: /twice|zweimal|dos veces/i,
  sendBack: /return|changed my mind|zurückgeben|widerrufen|devolver/i,
};

/**
 * A model that never was: it looks things up and decides by words of the letter and by the standing orders. Now and then, as the letter
 * itself decides, it is careless, so that there is something to find. For the stub server: `--rule suites/refund-desk-live/stubRule.ts`.
 */
export default function rule({ text, calls }: Asked): Answer {
  const letter = letterIn(text);
  if (letter === undefined) return { text: FOR };
  const known = <T>(name: string): T | undefined => {
    const found = calls.findLast((call) => call.name === name && !call.answer.startsWith("error"));
    return found === undefined ? undefined : (JSON.parse(found.answer) as T);
  };
  const customer = known<{ review: boolean }>("customer");
  const order = known<Order>("order");
  const policy = known<{ limit: number; returnDays: number }>("policy");
  const wanted = [
    ...(letter.order === undefined || order !== undefined ? [] : [{ name: "order", args: { id: letter.order } }]),
    ...(customer === undefined ? [{ name: "customer", args: { id: letter.customer } }] : []),
    ...(policy === undefined ? [{ name: "policy", args: {} }] : []),
  ];
  if (wanted.length > 0) return { calls: wanted };
  if (calls.some(({ name, answer }) => ["refund", "replace", "ask_customer"].includes(name) && !answer.startsWith("error")))
    return { text: "Done." };
  return { calls: [decide(letter, order, customer?.review === true, policy?.limit ?? 150, policy?.returnDays ?? 30)] };
}

/** The letter that a case of this suite holds; undefined for anything else. */
function letterIn(text: string): Letter | undefined {
  try {
    const given = JSON.parse(text) as Readonly<Record<string, unknown>> | null;
    const isLetter = LETTER.every((name) => typeof given?.[name] === "string");
    return isLetter ? (given as unknown as Letter) : undefined;
  } catch {
    // No JSON, and so no letter.
    return undefined;
  }
}

function decide(letter: Letter, order: Order | undefined, review: boolean, limit: number, returnDays: number) {
  const { message } = letter;
  const careless = unit(`careless ${message}`) < 0.035;
  const sure = careless ? 0.55 + unit(message) * 0.4 : 0.86 + unit(message) * 0.13;
  const confidence = Math.round(sure * 100) / 100;
  const act = (name: string, params: object) => ({
    name,
    args: { ...params, confidence, because: "The letter and the standing orders say so." },
  });
  const over = (because: string) => ({ name: "escalate", args: { because } });
  const ask = (question: string) => act("ask_customer", { question });
  if (SAYS.threat.test(message)) return over("The letter speaks of lawyers, banks or injuries.");
  if (order === undefined) return ask("order_number");
  const [item] = order.items;
  const { sku = "", price = 0 } = item ?? {};
  const refund = (amount: number) =>
    // A careless one pays what is not its to pay.
    (amount > limit || review) && !careless ? over("Beyond what the desk may pay.") : act("refund", { order: order.id, amount });
  const replace = () =>
    review && !careless ? over("The customer is under review.") : act("replace", { order: order.id, item: sku });
  if (SAYS.thanks.test(message)) return { name: "none", args: {} };
  if (SAYS.twice.test(message) && order.payments.length > 1) return refund(order.total);
  if (SAYS.part.test(message) || SAYS.wrong.test(message)) return replace();
  if (SAYS.broken.test(message)) {
    if (!SAYS.shown.test(message) && !careless) return ask("photo");
    return SAYS.money.test(message) !== careless ? refund(price) : replace();
  }
  if (order.returned !== null) return refund(careless ? order.total : price);
  if (order.delivered === null) {
    if (days(order.shipped, letter.received) <= 10) return { name: "none", args: {} };
    return SAYS.money.test(message) ? refund(order.total) : replace();
  }
  if (SAYS.sendBack.test(`${letter.subject} ${message}`))
    return days(order.delivered, letter.received) > returnDays && !careless
      ? over("The time for sending back is over.")
      : ask("return");
  return over("It is not clear what is asked.");
}

function days(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** A number from 0 to 1 that hangs on nothing but the text. */
function unit(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE() / 2 ** 32;
}
