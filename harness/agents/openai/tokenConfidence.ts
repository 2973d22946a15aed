/** One token of an answer with its log probability. */
export interface Token {
  readonly token: string;
  readonly logprob: number;
}

/**
 * How sure the model was of a call, by the tokens it wrote it in: their mean probability per token (the geometric mean), over the
 * tokens that hold the name of the tool and its arguments, so that long arguments do not look less sure than short ones.
 * Undefined where the server gave no tokens, or none that spell the call.
 */
export function tokenConfidence(
  call: { readonly name: string; readonly args: string },
  tokens: readonly Token[],
): number | undefined {
  const text = tokens.map(({ token }) => token).join("");
  const argsAt = text.lastIndexOf(call.args);
  const nameAt = argsAt < 0 ? -1 : text.lastIndexOf(call.name, argsAt);
  if (nameAt < 0 || call.args === "") return undefined;
  const spans = [
    [nameAt, nameAt + call.name.length],
    [argsAt, argsAt + call.args.length],
  ] as const;
  let at = 0;
  let sum = 0;
  let count = 0;
  for (const { token, logprob } of tokens) {
    const end = at + token.length;
    if (spans.some(([from, to]) => at < to && end > from)) {
      sum += logprob;
      count++;
    }
    at = end;
  }
  // Some servers write a logprob a hair above 0.
  return Math.min(1, Math.exp(sum / count));
}
