import type { Json } from "../action.ts";
import { canonicalJson } from "../canonical.ts";
import { diffStates } from "../fixture/diffStates.ts";
import type { StartedFixture } from "../fixture.ts";
import { deskOf, expectSame, type HandlerDesk, rowSaid, said } from "./contract/handlerDesk.ts";
import type { Handler, Undone } from "./handler.ts";
import { poisonOf } from "./poisonOf.ts";

/** One promise that every handler keeps; `check` throws an Error with a sentence where this one does not. */
export interface HandlerCheck {
  readonly name: string;
  /** `started` is the handler's own fixture, on any engine; `undoes: false` for a handler whose undo says "impossible": default, where it is `irreversible`. */
  check<P, C, R extends Json>(
    handler: Handler<P, C, R>,
    started: StartedFixture,
    more?: { readonly undoes?: boolean },
  ): Promise<void>;
}

const ACTS = 3;
const EXAMPLES = 200;

/**
 * The contract battery: what drills rely on in a handler, to be run on your own in any test framework. It asks without faults, one promise at
 * a time, and so names what a drill would only stumble over.
 *
 * ```ts
 * for (const { name, check } of handlerContract) test(name, () => check(myHandler, started));
 * ```
 */
export const handlerContract: readonly HandlerCheck[] = [
  {
    name: "it says what it is, where it writes, and what is different in production",
    async check({ name, version, caveat, writes, fixture, poison }) {
      for (const [what, text] of Object.entries({ name, version, caveat }))
        if (text.trim() === "") throw new Error(`its ${what} is empty`);
      const unknown = writes.filter((table) => !Object.hasOwn(fixture.spec.tables, table));
      if (unknown.length > 0) throw new Error(`it writes to ${unknown.join(", ")}, which the fixture does not declare`);
      if (writes.length === 0) throw new Error("it names no table that it writes to");
      if (poison.length === 0) throw new Error("it names no params that are to be refused");
    },
  },
  {
    name: "examples are distinct, the same each time, and about entities of their own",
    async check(handler) {
      const seen = new Map<string, number>();
      for (let nth = 0; nth < EXAMPLES; nth++) {
        const params = handler.example(nth);
        const touched = handler.touches(params);
        if (canonicalJson(params) !== canonicalJson(handler.example(nth)))
          throw new Error(`example ${nth} is another one each time`);
        if (touched.length === 0) throw new Error(`example ${nth} touches nothing`);
        for (const entity of touched) {
          const other = seen.get(entity);
          if (other !== undefined && other !== nth) throw new Error(`examples ${other} and ${nth} both touch ${entity}`);
          seen.set(entity, nth);
        }
      }
    },
  },
  on("what is prepared can be carried out, and has an effect besides its key", async (desk) => {
    const { handler, before } = desk;
    const { spec } = handler.fixture;
    const effectsIn = async () =>
      diffStates(spec, before, await desk.read(), "written").rows.filter(({ table }) => spec.tables[table]?.book !== true);
    await handler.compensate(desk.use, handler.example(ACTS), null, desk.keys(ACTS), AbortSignal.timeout(30_000));
    const [more] = await effectsIn();
    if (more !== undefined)
      throw new Error(
        `an undo without its act may leave nothing but a key, in a table that is declared with "book: true": ${rowSaid(more)}`,
      );
    await desk.applyAll();
    const effects = await effectsIn();
    if (effects.length === 0) throw new Error('it answered "applied", and changed nothing');
  }),
  on("what was carried out is taken back, and all is as before", async (desk) => {
    const receipts = await desk.applyAll();
    for (const act of [...desk.acts.keys()].reverse()) expectUndone(desk, await desk.undo(act, receipts[act] ?? null), "an undo");
    await expectRestored(desk, "after the undo");
  }),
  on("an undo whose receipt was lost does the same", async (desk) => {
    await desk.applyAll();
    for (const act of [...desk.acts.keys()].reverse())
      expectUndone(desk, await desk.undo(act, null), "an undo without a receipt");
    await expectRestored(desk, "after the undo");
  }),
  on("only entities and tables that it names are changed, by the act and by its undo", async (desk) => {
    const { handler, before, acts, read } = desk;
    const touches = new Set(acts.flatMap((params) => handler.touches(params)));
    const receipts = await desk.applyAll();
    const between = await read();
    for (const act of acts.keys()) await desk.undo(act, receipts[act] ?? null);
    const steps = [
      diffStates(handler.fixture.spec, before, between, "written"),
      diffStates(handler.fixture.spec, between, await read(), "written"),
    ];
    for (const row of steps.flatMap(({ rows }) => rows)) {
      if (!handler.writes.includes(row.table)) throw new Error(`it does not say that it writes to ${row.table}: ${rowSaid(row)}`);
      if (row.entity !== null && !touches.has(row.entity))
        throw new Error(`it does not say that it touches ${row.entity}: ${rowSaid(row)}`);
    }
  }),
  on("a second call under the same key does nothing, one after the other", async (desk) => {
    await desk.applyAll();
    const once = await desk.read();
    for (const act of desk.acts.keys()) {
      const again = await desk.apply(act);
      if (again.outcome !== "duplicate") throw new Error(`a second call under the same key ${said(again)}`);
    }
    expectSame(desk.handler, once, await desk.read(), "written", "a second call under the same key left something");
  }),
  on("two calls at once under the same key are one act", async (desk) => {
    const other = await desk.connect();
    for (const act of desk.acts.keys()) {
      const both = await Promise.all([desk.apply(act), desk.apply(act, { use: other })]);
      const outcomes = both.map(({ outcome }) => outcome).sort();
      if (outcomes.join() !== "applied,duplicate") throw new Error(`two calls at once answered "${outcomes.join('" and "')}"`);
      expectUndone(desk, await desk.undo(act, null), "the undo of two calls at once");
    }
    await expectRestored(desk, "after two calls at once and one undo");
  }),
  on("a second undo does nothing, one after the other or at once", async (desk) => {
    const other = await desk.connect();
    const receipts = await desk.applyAll();
    const [first = null, second = null] = receipts;
    expectUndone(desk, await desk.undo(0, first), "an undo");
    const once = await desk.read();
    expectAlready(await desk.undo(0, first));
    expectSame(desk.handler, once, await desk.read(), "written", "a second undo left something");
    const both = await Promise.all([desk.undo(1, second), desk.undo(1, second, other)]);
    expectAlready(both.find((undone) => undone === "already") ?? (both[1] as Undone));
    expectUndone(desk, both.find((undone) => undone !== "already") ?? "already", "one of two undos at once");
    expectUndone(desk, await desk.undo(2, receipts[2] ?? null), "an undo");
    await expectRestored(desk, "after undos that came twice");
  }),
  on("the same key with other params is an error, and leaves no trace", async (desk) => {
    await desk.applyAll();
    const once = await desk.read();
    const answer = await desk.apply(0, { params: desk.handler.example(ACTS) }).then(said, () => undefined);
    if (answer !== undefined) throw new Error(`a key that was used with other params ${answer}`);
    expectSame(desk.handler, once, await desk.read(), "written", "a key that was used with other params left something");
  }),
  on("an undo that comes first finds nothing, and bars its act", async (desk) => {
    for (const act of desk.acts.keys()) {
      const undone = await desk.undo(act, null);
      if (undone !== "not-applied") throw new Error(`an undo without an act answered "${undone}"`);
      const late = await desk.apply(act);
      if (late.outcome !== "rejected") throw new Error(`an act that came after its undo ${said(late)}`);
    }
    expectSame(desk.handler, desk.before, await desk.read(), "restored", "acts that were barred left something");
  }),
  on("a probe tells what was carried out from what was not", async (desk) => {
    const { handler, use, acts, keys } = desk;
    const probe = (act: number) => handler.probe(use, acts[act] as (typeof acts)[number], keys(act).apply);
    if ((await probe(0)) !== "absent") throw new Error("a probe found an act that was never asked for");
    const applied = await desk.apply(0);
    if (applied.outcome !== "applied" || (await probe(0)) !== "applied")
      throw new Error("a probe did not find what was carried out");
    if ((await probe(1)) !== "absent") throw new Error("a probe took one act for another");
  }),
  on("what is to be refused is refused, and leaves no trace", async (desk) => {
    for (const i of desk.handler.poison.keys()) {
      const params = poisonOf(desk.handler as Handler, i, desk.acts[0]);
      const what = `poison ${i}`;
      const key = `apply:contract/poison-${i}`;
      const answer = await desk.handler
        .apply(desk.use, params as never, key, AbortSignal.timeout(30_000))
        .catch((error: unknown) => {
          throw new Error(`${what} was to be refused, and threw`, { cause: error });
        });
      if (answer.outcome !== "rejected") throw new Error(`${what} was to be refused, and ${said(answer)}`);
      if ((await desk.handler.probe(desk.use, params as never, key)) !== "absent")
        throw new Error(`${what} was refused, and a probe finds it`);
    }
    expectSame(desk.handler, desk.before, await desk.read(), "written", "what was refused left something");
  }),
  on("where a person changed the same value, an undo leaves it alone, if the fixture has edits", async (desk) => {
    const { handler, use, undoes } = desk;
    const receipts = await desk.applyAll();
    const entity = handler.touches(desk.acts[0] as (typeof desk.acts)[number])[0] ?? "";
    if (handler.fixture.edit === undefined || !undoes) return;
    await handler.fixture.edit(use, entity, "same");
    const edited = await desk.read();
    const undone = await desk.undo(0, receipts[0] ?? null);
    if (undone !== "conflict") throw new Error(`a person changed ${entity} meanwhile, and its undo answered "${undone}"`);
    expectSame(
      handler,
      edited,
      await desk.read(),
      "written",
      `a person changed ${entity} meanwhile, and its undo left something`,
    );
  }),
  on("where a person changed something else, that stays, if the fixture has edits", async (desk) => {
    const { handler, use, undoes } = desk;
    const receipts = await desk.applyAll();
    const entity = handler.touches(desk.acts[0] as (typeof desk.acts)[number])[0] ?? "";
    if (handler.fixture.edit === undefined || !undoes) return;
    const { table, key, columns } = await handler.fixture.edit(use, entity, "other");
    const undone = await desk.undo(0, receipts[0] ?? null);
    const wanted = handler.unrelated === "conflict" ? "conflict" : "reverted";
    if (undone !== wanted)
      throw new Error(`a person changed something else of ${entity}, and its undo answered "${undone}", not "${wanted}"`);
    const rows = (await desk.read()).tables[table] ?? [];
    const row = rows.find((one) => Object.entries(key).every(([column, value]) => one[column] === value));
    const lost = Object.entries(columns).find(([column, value]) => row?.[column] !== value);
    if (lost !== undefined) throw new Error(`a person set ${lost[0]} of ${entity}, and its undo took that away`);
  }),
];

/** A promise that is tried with a few acts in a clean sandbox. */
function on(name: string, holds: <P, C, R extends Json>(desk: HandlerDesk<P, C, R>) => Promise<void>): HandlerCheck {
  return {
    name,
    async check(handler, started, { undoes = handler.irreversible === undefined } = {}) {
      await using desk = await deskOf(handler, started, ACTS, undoes);
      await holds(desk);
    },
  };
}

function expectUndone({ undoes }: { readonly undoes: boolean }, undone: Undone, what: string): void {
  const wanted = undoes ? "reverted" : "impossible";
  if (undone !== wanted) throw new Error(`${what} answered "${undone}", not "${wanted}"`);
}

function expectAlready(undone: Undone): void {
  if (undone !== "already") throw new Error(`a second undo answered "${undone}", not "already"`);
}

async function expectRestored<P, C, R extends Json>(
  { handler, before, read, undoes }: HandlerDesk<P, C, R>,
  when: string,
): Promise<void> {
  if (undoes) expectSame(handler, before, await read(), "restored", when);
}
