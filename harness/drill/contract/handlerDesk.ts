import type { Json } from "../../action.ts";
import { diffStates, type RowChange } from "../../fixture/diffStates.ts";
import type { StartedFixture, State } from "../../fixture.ts";
import type { Applied, Handler, UndoKeys, Undone } from "../handler.ts";

/** A clean sandbox with a few acts of a handler, made possible; two connections, so that calls can be made at once. */
export interface HandlerDesk<P, C, R extends Json> extends AsyncDisposable {
  readonly handler: Handler<P, C, R>;
  readonly undoes: boolean;
  readonly use: C;
  readonly acts: readonly P[];
  /** As it was before any act. */
  readonly before: State;
  keys(act: number): UndoKeys;
  apply(act: number, more?: { readonly params?: P; readonly use?: C }): Promise<Applied<R>>;
  undo(act: number, receipt: R | null, use?: C): Promise<Undone>;
  /** Carries all of them out; throws where one is not. */
  applyAll(): Promise<readonly (R | null)[]>;
  read(): Promise<State>;
  /** Another connection to the same sandbox, closed with the desk. */
  connect(): Promise<C>;
}

const patient = () => AbortSignal.timeout(30_000);

/** Takes a clean sandbox, and prepares it for that many examples of the handler. */
export async function deskOf<P, C, R extends Json>(
  handler: Handler<P, C, R>,
  started: StartedFixture,
  acts: number,
  undoes: boolean,
): Promise<HandlerDesk<P, C, R>> {
  await using stack = new AsyncDisposableStack();
  const sandbox = stack.use(await started.fresh());
  const connect = async () => stack.use(await handler.fixture.connect(sandbox.address)).use;
  const use = await connect();
  const examples = Array.from({ length: acts }, (_, nth) => handler.example(nth));
  for (const params of examples) await handler.prepare(use, params);
  const before = await sandbox.read();
  const keys = (act: number): UndoKeys => ({ apply: `apply:contract/${act}`, undo: `undo:contract/${act}` });
  const apply: HandlerDesk<P, C, R>["apply"] = (act, more = {}) =>
    handler.apply(more.use ?? use, more.params ?? (examples[act] as P), keys(act).apply, patient());
  const owned = stack.move();
  return {
    handler,
    undoes,
    use,
    acts: examples,
    before,
    keys,
    apply,
    undo: (act, receipt, other = use) => handler.compensate(other, examples[act] as P, receipt, keys(act), patient()),
    async applyAll() {
      const receipts: (R | null)[] = [];
      for (const act of examples.keys()) {
        const applied = await apply(act);
        if (applied.outcome !== "applied") throw new Error(`example ${act} was prepared, and ${said(applied)}`);
        receipts.push(applied.receipt ?? null);
      }
      return receipts;
    },
    read: () => sandbox.read(),
    connect: async () => owned.use(await handler.fixture.connect(sandbox.address)).use,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Throws, naming the first rows, where something stands otherwise than before. */
export function expectSame(
  handler: Pick<Handler, "fixture">,
  before: State,
  after: State,
  as: "written" | "restored",
  when: string,
): void {
  const { rows, sequences } = diffStates(handler.fixture.spec, before, after, as);
  if (rows.length > 0) throw new Error(`${when}: ${rows.slice(0, 3).map(rowSaid).join("; ")}`);
  // A number that was drawn for what was refused stays drawn in most databases.
  if (as === "restored" && sequences.length > 0) throw new Error(`${when}: the sequence ${sequences[0]?.name} has moved`);
}

export function rowSaid({ table, key, change, columns }: RowChange): string {
  const first = columns.find(({ before, after }) => before !== after);
  const differs = first === undefined ? "" : `, ${first.column} was ${String(first.before)} and is ${String(first.after)}`;
  return `${table}/${key} ${change === "sum" ? "adds up otherwise" : `was ${change}`}${differs}`;
}

/** What became of an act, in words. */
export function said({ outcome, because }: Applied): string {
  return because === undefined ? `answered "${outcome}"` : `answered "${outcome}" (${because})`;
}
