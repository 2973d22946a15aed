import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costOf, priceOf } from "./prices.ts";
import { streamedUsageOf, usageOf } from "./usageOf.ts";

const events = (...all: object[]) => all.map((one) => `event: x\ndata: ${JSON.stringify(one)}\n\n`).join("");

describe("the tokens of an answer", () => {
  test.each([
    [
      "Chat Completions",
      { usage: { prompt_tokens: 9, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 5 } } },
      { input: 9, cached: 5, output: 4 },
    ],
    [
      "Responses",
      { usage: { input_tokens: 9, output_tokens: 4, input_tokens_details: { cached_tokens: 5 } } },
      { input: 9, cached: 5, output: 4 },
    ],
    [
      "Messages, which counts its cache beside the input",
      { usage: { input_tokens: 2, output_tokens: 4, cache_read_input_tokens: 5, cache_creation_input_tokens: 2 } },
      { input: 9, cached: 5, output: 4 },
    ],
    ["Embeddings", { usage: { prompt_tokens: 9, total_tokens: 9 } }, { input: 9, cached: 0, output: 0 }],
    ["one that says nothing", {}, undefined],
    ["one that says nonsense", { usage: { prompt_tokens: -1, completion_tokens: 4 } }, undefined],
    ["one that says half of it", { usage: { prompt_tokens: 9 } }, undefined],
    ["one that says it took nothing", { usage: { prompt_tokens: 0, completion_tokens: 0 } }, undefined],
    ["one in fractions", { usage: { prompt_tokens: 0.001, completion_tokens: 1 } }, undefined],
    ["one in words", { usage: { prompt_tokens: "9", completion_tokens: 1 } }, undefined],
    ["one that says too much", { usage: { prompt_tokens: 1e300, completion_tokens: 4 } }, undefined],
    [
      "more from its cache than there was",
      { usage: { prompt_tokens: 9, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 50 } } },
      { input: 9, cached: 9, output: 4 },
    ],
  ])("%s", (_, answer, tokens) => expect(usageOf(answer)).toEqual(tokens));

  test.each([
    [
      "Chat Completions",
      `${events({ choices: [1], usage: null }, { choices: [], usage: { prompt_tokens: 9, completion_tokens: 4 } })}data: [DONE]\n\n`,
      { input: 9, cached: 0, output: 4 },
    ],
    [
      "one that counts up",
      events({ usage: { prompt_tokens: 9, completion_tokens: 1 } }, { usage: { prompt_tokens: 9, completion_tokens: 4 } }),
      { input: 9, cached: 0, output: 4 },
    ],
    [
      "Responses",
      events(
        { type: "response.created", response: { usage: null } },
        { type: "response.completed", response: { usage: { input_tokens: 9, output_tokens: 4 } } },
      ),
      { input: 9, cached: 0, output: 4 },
    ],
    [
      "Messages",
      events(
        { type: "message_start", message: { usage: { input_tokens: 9, output_tokens: 1 } } },
        { type: "message_delta", usage: { output_tokens: 4 } },
      ),
      { input: 9, cached: 0, output: 4 },
    ],
    [
      "a last event without an end",
      'data: {"usage":{"prompt_tokens":9,"completion_tokens":4}}',
      { input: 9, cached: 0, output: 4 },
    ],
    ["none", events({ choices: [] }), undefined],
    ["garbage", 'data: {"usage"\n\n\u0000', undefined],
  ])("streamed, %s", (_, body, tokens) => expect(streamedUsageOf(body)).toEqual(tokens));

  test("never throws, whatever a host says", () => {
    fc.assert(
      fc.property(fc.anything(), (answer) => {
        usageOf({ usage: answer });
        usageOf(answer);
      }),
    );
  });
});

describe("what tokens cost", () => {
  const table = {
    currency: "EUR",
    models: { "gpt-5-mini": { input: 2, output: 10, cached: 0.5 }, plain: { input: 1, output: 1 } },
  };

  test("by the million, with what was read from a cache at its own price", () => {
    expect(costOf({ input: 1_000_000, cached: 400_000, output: 100_000 }, table.models["gpt-5-mini"])).toBeCloseTo(1.2 + 0.2 + 1);
    expect(costOf({ input: 1_000_000, cached: 400_000, output: 0 }, table.models.plain)).toBeCloseTo(1);
  });

  test.each([
    ["gpt-5-mini", "gpt-5-mini"],
    ["gpt-5-mini-2025-08-07", "gpt-5-mini"],
    ["gpt-5-mini-20250807", "gpt-5-mini"],
    ["gpt-5-mini@20250807", "gpt-5-mini"],
    ["gpt-5", undefined],
    ["gpt-5-mini-high", undefined],
    ["constructor", undefined],
    ["", undefined],
  ])("%s stands under %s", (model, name) => expect(priceOf(table, model)?.name).toBe(name));
});
