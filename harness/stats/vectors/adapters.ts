/**
 * By method name of the reference vectors: turns a vector's input into a call of ours, and the answer back into the vector's fields.
 * The inputs come from a JSON file whose shapes differ by method; each adapter names the fields it reads.
 */
export type Adapters = Readonly<Record<string, (input: never) => unknown>>;
