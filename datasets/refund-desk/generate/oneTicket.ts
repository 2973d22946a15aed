import type { Chance } from "../../refund-letters/generate/chance.ts";
import { type Action, type Address, byTheBook, cents, decide, type Matter, type Topic } from "./desk.ts";
import { ERASE, type Language, PLACES, TEXTS } from "./texts.ts";

const DAY = 86_400_000;
/** The calendar of the desk lies years ahead, so that nobody takes it for somebody's history. */
export const FIRST = Date.UTC(2036, 0, 1);
export const DAYS = 182;
/** From here on address changes abroad go to the identity desk; 1 June. */
const NEW_RULE = Date.UTC(2036, 5, 1);
/** From here on more letters come in Spanish; 1 April. */
const NEW_MARKET = Date.UTC(2036, 3, 1);

const TOPICS: readonly { readonly topic: Topic; readonly share: number }[] = [
  { topic: "damaged", share: 14 },
  { topic: "late", share: 10 },
  { topic: "returned", share: 12 },
  { topic: "charged-twice", share: 8 },
  { topic: "address", share: 13 },
  { topic: "close", share: 16 },
  { topic: "delivery", share: 8 },
  { topic: "invoice", share: 6 },
  { topic: "sizes", share: 5 },
  { topic: "complaint", share: 1.6 },
  { topic: "legal", share: 3.6 },
  { topic: "thanks", share: 2.8 },
];
const CHANNELS = [
  { channel: "form", share: 6 },
  { channel: "mail", share: 3 },
  { channel: "chat", share: 1 },
] as const;
const CLERKS = Array.from({ length: 14 }, (_, i) => `clerk-${String(i + 1).padStart(2, "0")}`);

/** How often it is so; shares of the tickets concerned. */
const ODDS = {
  writesAgain: 0.12,
  abroad: 0.4,
  doorNumber: 0.6,
  large: 0.22,
  flagged: 0.035,
  gift: 0.05,
  erase: 0.4,
  open: 0.1,
  second: 0.08,
  known: 0.85,
} as const;

interface Customer {
  readonly id: string;
  readonly language: Language;
  readonly abroad: boolean;
  readonly since: number;
}

/** One invented ticket with what was looked up, what one or two people did and, mostly, what became of it. `before`: who wrote so far. */
export function oneTicket(at: number, chance: Chance, before: Customer[]): object {
  const customer = chance.happens(ODDS.writesAgain) && before.length > 0 ? chance.pick(before) : newCustomer(at, chance);
  before.push(customer);
  const { topic } = chance.weighted(TOPICS);
  const { channel } = chance.weighted(CHANNELS);
  const matter = matterOf(topic, customer, at, chance);
  const flags = [...(matter.flagged ? ["fraud"] : []), ...(chance.happens(ODDS.gift) ? ["gift"] : [])];
  const decisions = decisionsOn(matter, chance);
  const moment = new Date(at).toISOString();
  return {
    id: `t-${code(chance)}`,
    cluster: customer.id,
    at: moment,
    input: {
      topic,
      message: messageOf(matter, customer.language, chance),
      order: matter.order,
      ...(matter.address === null ? {} : { address: lineOf(matter.address) }),
      customer: { id: customer.id, since: customer.since },
      region: customer.abroad ? "abroad" : "home",
      flags,
    },
    reads: readsFor(matter),
    decisions,
    ...outcomeOf(matter, decisions[0]?.actions ?? [], chance),
    slices: { language: customer.language, region: customer.abroad ? "abroad" : "home", channel, month: moment.slice(0, 7) },
  };
}

function newCustomer(at: number, chance: Chance): Customer {
  const languages = [
    { language: "en" as const, share: 70 },
    { language: "de" as const, share: 24 },
    { language: "es" as const, share: at < NEW_MARKET ? 6 : 14 },
  ];
  const { language } = chance.weighted(languages);
  return { id: `c-${code(chance)}`, language, abroad: chance.happens(ODDS.abroad), since: chance.whole(2024, 2035) };
}

function matterOf(topic: Topic, { id, abroad }: Customer, at: number, chance: Chance): Matter {
  const [from, to] = chance.happens(ODDS.large) ? [21_000, 60_000] : [800, 18_000];
  const item = chance.whole(from, to) / 100;
  const shipping = item > 200 ? 39 : 4.9;
  return {
    topic,
    order: `o-${code(chance)}`,
    customer: id,
    item,
    shipping,
    total: cents(item + shipping),
    address: topic === "address" ? newAddress(abroad, chance) : null,
    abroad,
    erase: topic === "close" && chance.happens(ODDS.erase),
    open: topic === "close" && chance.happens(ODDS.open) ? chance.whole(1, 2) : 0,
    flagged: chance.happens(ODDS.flagged),
    newRule: at >= NEW_RULE,
  };
}

function newAddress(abroad: boolean, chance: Chance): Address {
  const { HOME, ABROAD } = PLACES;
  if (!abroad) {
    const postcode = `T${chance.whole(10, 99)} X${chance.whole(100, 999)}`;
    return {
      street: `${chance.whole(1, 99)} ${chance.pick(HOME.streets)}`,
      postcode,
      city: chance.pick(HOME.cities),
      country: "IE",
    };
  }
  const { country, streets, cities } = chance.pick(ABROAD);
  const door = chance.happens(ODDS.doorNumber) ? `/${chance.whole(1, 24)}` : "";
  const street = `${chance.pick(streets)} ${chance.whole(1, 99)}${door}`;
  return { street, postcode: String(chance.whole(1000, 9999)), city: chance.pick(cities), country };
}

/** As customers write it: at home the city first, abroad the postcode. */
function lineOf({ street, postcode, city, country }: Address): string {
  return country === "IE" ? `${street}, ${city}, ${postcode}, IE` : `${street}, ${postcode} ${city}, ${country}`;
}

function messageOf({ topic, erase }: Matter, language: Language, chance: Chance): string {
  const text = chance.pick(TEXTS[topic][language]);
  return erase ? `${text} ${ERASE[language]}` : text;
}

/** What the desk looked up; each lookup has its recorded answer. */
function readsFor({ topic, order, customer, item, shipping, total, open }: Matter): object[] {
  if (topic === "close") return [{ tool: "account", args: { id: customer }, answer: { open } }];
  if (["damaged", "late", "returned", "charged-twice", "complaint"].includes(topic))
    return [{ tool: "order", args: { id: order }, answer: { item, shipping, total } }];
  return [];
}

interface Decided {
  readonly actions: readonly Action[];
  readonly by: string;
  readonly seconds: number;
}

/** Of some tickets a second person decides as well, without seeing what the first one did. */
function decisionsOn(matter: Matter, chance: Chance): Decided[] {
  const first = chance.pick(CLERKS);
  const one = (by: string): Decided => {
    const actions = decide(matter, chance);
    return { actions, by, seconds: chance.whole(15, 40) + actions.length * chance.whole(10, 60) };
  };
  const others = CLERKS.filter((clerk) => clerk !== first);
  return [one(first), ...(chance.happens(ODDS.second) ? [one(chance.pick(others))] : [])];
}

/** What became known within a month; of some tickets nothing did. Departing from the standing orders ends badly more often. */
function outcomeOf(matter: Matter, actions: readonly Action[], chance: Chance): object {
  if (!chance.happens(ODDS.known)) return {};
  const booked = JSON.stringify(byTheBook(matter)) === JSON.stringify(actions);
  const reopened = chance.happens(booked ? 0.04 : 0.2);
  const paid = actions.some(({ type }) => type === "refund");
  const chargedBack = chance.happens(paid ? (matter.flagged ? 0.1 : 0.002) : 0.006);
  return { outcome: { reopened, chargedBack, ...(chance.happens(0.3) ? { rating: chance.whole(reopened ? 1 : 3, 5) } : {}) } };
}

function code(chance: Chance): string {
  return chance.whole(36 ** 4, 36 ** 5 - 1).toString(36);
}

/** When ticket `i` of `n` came in: about evenly over the half year, in office hours. */
export function momentOf(i: number, n: number, chance: Chance): number {
  const day = Math.floor((i * DAYS) / n);
  return FIRST + day * DAY + chance.whole(8 * 60, 18 * 60) * 60_000;
}
