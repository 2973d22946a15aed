/** The prompt of both sides, about as long as a page of instructions is. */
export const INSTRUCTIONS =
  "You decide what is to be paid. Each case is one JSON object. Look at the amount and at the text, and call exactly one tool. ".repeat(
    12,
  );
