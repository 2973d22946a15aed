import { answers } from "./sentences/answers.ts";
import { caveats } from "./sentences/caveats.ts";
import { changes } from "./sentences/changes.ts";
import { checks } from "./sentences/checks.ts";
import { closeness } from "./sentences/closeness.ts";
import { headlines } from "./sentences/headlines.ts";

/**
 * Every sentence that carries an answer, in English: pure functions, numbers in and a sentence out. They decide nothing but singular and
 * plural, the words for numbers and which way an end is rounded; who calls them decides which one is said. Another language is another
 * object of this shape.
 *
 * Here are the sentences of headline, verdicts, why, what would change it, shares (with those for no events and for no cases), how close it
 * was, and caveats of the counting. A criterion keeps its own question and limit, and one that looks at a single fact its sentences too, so
 * that adding one stays a matter of three files; so does each `...Said.ts`, which tells of one record what only its own code can know.
 */
export const say = { answers, caveats, changes, checks, closeness, headlines } as const;
