import type { Chance } from "./chance.ts";
import { type Action, byTheBook, CLERKS, type Matter, otherwise, POLICY } from "./desk.ts";
import { ARTICLES, type Article } from "./goods.ts";
import { KINDS, type Kind, type Language } from "./kinds.ts";
import { ASIDES, CLOSING, NAMES, OPENING, WISH } from "./phrases.ts";
import { TEXTS } from "./texts.ts";

const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 0, 5, 8);
const LANGUAGES = [
  { language: "en", share: 80 },
  { language: "de", share: 13 },
  { language: "es", share: 7 },
] as const;
/** Every ninth case or so was decided by a second person, who did not see what the first one did: 60 of them. */
const DOUBLE = 60;

/** One invented letter with what the desk knew about it, and what one or two of its people did. */
export function oneCase(i: number, chance: Chance): object {
  const { kind } = chance.weighted(KINDS);
  const { language } = chance.weighted(LANGUAGES);
  const at = FIRST + i * 4 * 3_600_000 + chance.whole(0, 200) * 60_000;
  // A customer now and then writes again.
  const customer = `c-${4000 + (chance.happens(0.12) ? chance.whole(0, i) : i)}`;
  const items = [chance.pick(ARTICLES), ...(chance.happens(0.3) ? [chance.pick(ARTICLES)] : [])];
  const item = items[0] as Article;
  const wish = chance.happens(kind === "lost" ? 0.7 : 0.6) ? "money" : "again";
  const days = daysFor(kind, chance);
  const order = orderFor(i, kind, items, at, days);
  const watched = chance.happens(0.04);
  const matter: Matter = {
    kind,
    order: kind === "no order named" ? "" : order.id,
    sku: item.sku,
    price: item.price,
    total: order.total,
    wish,
    delivered: order.delivered === null ? null : days,
    watched,
  };
  return {
    id: `rd-${String(1000 + ((i * 7919) % 9000))}`,
    cluster: customer,
    at: new Date(at).toISOString(),
    input: { ...letter(matter, language, item, days, chance), customer, received: day(at) },
    reads: reads(matter, order, customer, chance),
    decisions: decisions(matter, i, chance),
    slices: { language, kind },
  };
}

function daysFor(kind: Kind, chance: Chance): number {
  if (kind === "lost") return chance.whole(11, 28);
  if (kind === "on its way") return chance.whole(2, 6);
  if (kind === "wants to send back") return chance.happens(0.3) ? chance.whole(34, 80) : chance.whole(2, 26);
  return chance.whole(1, 20);
}

interface Order {
  readonly id: string;
  readonly items: readonly { readonly sku: string; readonly name: string; readonly price: number }[];
  readonly shipping: number;
  readonly total: number;
  readonly payments: readonly number[];
  readonly ordered: string;
  readonly shipped: string;
  readonly delivered: string | null;
  readonly returned: string | null;
}

function orderFor(i: number, kind: Kind, items: readonly Article[], at: number, days: number): Order {
  const shipping = items.length > 1 ? 0 : 4.9;
  const total = Math.round((items.reduce((sum, { price }) => sum + price, 0) + shipping) * 100) / 100;
  const under = kind === "lost" || kind === "on its way";
  const shipped = at - (under ? days : days + 3) * DAY;
  return {
    id: `o-${70_000 + ((i * 613) % 20_000)}`,
    items: items.map(({ sku, names, price }) => ({ sku, name: names.en, price })),
    shipping,
    total,
    payments: kind === "charged twice" ? [total, total] : [total],
    ordered: day(shipped - 2 * DAY),
    shipped: day(shipped),
    delivered: under ? null : day(at - days * DAY),
    returned: kind === "sent back" ? day(at - DAY) : null,
  };
}

function letter({ kind, order, total, wish }: Matter, language: Language, item: Article, days: number, chance: Chance) {
  const { subjects, bodies } = TEXTS[kind][language];
  const fill = (text: string) =>
    text
      .replaceAll("{item}", item.names[language])
      .replaceAll("{order}", order)
      .replaceAll("{days}", String(days))
      .replaceAll("{amount}", total.toFixed(2));
  const asks = kind === "broken, shown" || kind === "lost";
  const sentences = [
    chance.pick(OPENING[language]),
    fill(chance.pick(bodies)),
    asks ? chance.pick<string>(WISH[wish][language]) : "",
    chance.happens(0.4) ? chance.pick(ASIDES[language]) : "",
  ];
  const text = `${sentences.filter((sentence) => sentence !== "").join(" ")}\n${chance.pick<string>(CLOSING[language])}\n${chance.pick(NAMES)}`;
  return { subject: fill(chance.pick(subjects)), message: mistyped(text, chance), ...(order === "" ? {} : { order }) };
}

/** One letter in eight has two characters the wrong way round. */
function mistyped(text: string, chance: Chance): string {
  if (!chance.happens(0.125)) return text;
  const at = chance.whole(10, text.length - 20);
  return `${text.slice(0, at)}${text[at + 1]}${text[at]}${text.slice(at + 2)}`;
}

function reads(matter: Matter, order: Order, customer: string, chance: Chance): object[] {
  const since = 2015 + chance.whole(0, 10);
  const claims = matter.watched ? chance.whole(4, 9) : chance.whole(0, 2);
  return [
    ...(matter.order === "" ? [] : [{ tool: "order", args: { id: order.id }, answer: order }]),
    { tool: "customer", args: { id: customer }, answer: { id: customer, since, claims, review: matter.watched } },
    // The standing orders were not always looked up: the suite has a stub for those cases.
    ...(chance.happens(0.8) ? [{ tool: "policy", args: {}, answer: POLICY }] : []),
  ];
}

function decisions(matter: Matter, i: number, chance: Chance): object[] {
  const first = chance.weighted(CLERKS);
  const others = CLERKS.filter((clerk) => clerk !== first);
  const decide = ({ by, noise }: (typeof CLERKS)[number]): object => {
    const booked = byTheBook(matter);
    const actions: readonly Action[] = chance.happens(noise) ? otherwise(matter, booked, chance) : booked;
    return { actions, by, seconds: chance.whole(25, 60) + booked.length * chance.whole(20, 120) };
  };
  return [decide(first), ...(i % 25 < 3 && i < (DOUBLE / 3) * 25 ? [decide(chance.weighted(others))] : [])];
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
