import { many, shorten } from "../words.ts";

/** Action types by name, for a sentence: three, and how many more. */
export function namesOf(types: readonly { readonly title: string }[]): string {
  const some = types.slice(0, 3).map(({ title }) => `“${shorten(title, 40)}”`);
  return types.length > 3 ? `${some.join(", ")} and ${many(types.length - 3, "more action type")}` : some.join(", ");
}
