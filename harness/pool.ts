/**
 * Runs `work` over `items` with at most `size` at once, taking them in order.
 * A slot is freed when its work settles; the first error stops the taking of further items and is thrown once all have settled.
 */
export async function pool<T>(items: Iterable<T>, size: number, work: (item: T) => Promise<void> | void): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let failure: { readonly error: unknown } | undefined;
  const slot = async (): Promise<void> => {
    while (failure === undefined) {
      try {
        const next = iterator.next();
        if (next.done) return;
        await work(next.value);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: size }, slot));
  if (failure !== undefined) throw (failure as { error: unknown }).error;
}
