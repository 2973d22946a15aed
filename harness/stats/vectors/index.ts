import type { Adapters } from "./adapters.ts";
import { comparison } from "./comparison.ts";
import { intervals } from "./intervals.ts";
import { people } from "./people.ts";
import { sequential } from "./sequential.ts";

/** Every method of the reference vectors that has a function of ours behind it. */
export const adapters: Adapters = { ...intervals, ...sequential, ...comparison, ...people };
