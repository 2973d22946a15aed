import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bodyFault } from "./bodyFault.ts";
import { checkRequest } from "./checkRequest.ts";
import { doorsOf, hostOf } from "./door.ts";

const CHAT = "/chat/completions";
const said = { model: "m", messages: [{ role: "user", content: "hello" }] };
const tool = {
  type: "function",
  function: { name: "look", parameters: { type: "object", properties: { url: { type: "string" } } } },
};

describe("what an agent may ask a model for", () => {
  const fine: readonly [string, string, object][] = [
    ["a word", CHAT, said],
    [
      "its own functions",
      CHAT,
      { ...said, tools: [tool], tool_choice: { type: "function", function: { name: "look" } }, parallel_tool_calls: false },
    ],
    [
      "what its tools found, addresses and all",
      CHAT,
      { ...said, messages: [{ role: "tool", tool_call_id: "1", content: '{"url":"https://example.org"}' }] },
    ],
    [
      "a picture it sends along",
      CHAT,
      { ...said, messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,AA" } }] }] },
    ],
    [
      "log probabilities, a schema, a stream",
      CHAT,
      {
        ...said,
        logprobs: true,
        top_logprobs: 3,
        response_format: { type: "json_schema" },
        stream: true,
        stream_options: { include_usage: true },
      },
    ],
    ["that nothing be kept", CHAT, { ...said, store: false, web_search_options: null, background: false }],
    [
      "Responses",
      "/responses",
      {
        model: "m",
        input: [
          { role: "user", content: [{ type: "input_text", text: "hello" }] },
          { type: "function_call", name: "look", arguments: "{}", call_id: "1" },
          { type: "function_call_output", call_id: "1", output: "{}" },
          { type: "reasoning", encrypted_content: "x", summary: [] },
        ],
        tools: [{ type: "function", name: "look", parameters: {} }],
        store: false,
        include: ["reasoning.encrypted_content"],
      },
    ],
    [
      "Messages",
      "/messages",
      {
        ...said,
        system: [{ type: "text", text: "be brief" }],
        max_tokens: 9,
        tools: [
          { name: "look", input_schema: {} },
          { type: "custom", name: "b", input_schema: {} },
        ],
        messages: [
          {
            role: "assistant",
            content: [
              {
                type: "tool_use",
                id: "1",
                name: "look",
                input: { url: "https://example.org", image_url: "https://example.org" },
              },
            ],
          },
          { role: "user", content: [{ type: "tool_result", tool_use_id: "1", content: [{ type: "text", text: "x" }] }] },
        ],
      },
    ],
    ["embeddings", "/embeddings", { model: "m", input: ["a", "b"], dimensions: 8 }],
  ];
  test.each(fine)("%s", (_, path, body) => expect(bodyFault(path, body as never)).toBeUndefined());
});

describe("what no agent may ask a provider for", () => {
  const part = (content: object) => ({ ...said, messages: [{ role: "user", content: [content] }] });
  const shut: readonly [string, string, object, string][] = [
    ...[
      "web_search",
      "web_search_preview",
      "mcp",
      "code_interpreter",
      "computer_use_preview",
      "file_search",
      "image_generation",
      "local_shell",
      "shell",
      "apply_patch",
      "custom",
      "web_search_20250305",
      "bash_20250124",
    ].map((type): [string, string, object, string] => [
      `the tool ${type}`,
      "/responses",
      { model: "m", input: "x", tools: [{ type: "function", name: "a" }, { type }] },
      `tool ${type}`,
    ]),
    ["a tool without a type", CHAT, { ...said, tools: [{ name: "look" }] }, "tool undefined"],
    [
      "a tool of the host in Messages",
      "/messages",
      { ...said, tools: [{ type: "web_search_20250305", name: "web_search" }] },
      "tool web_search_20250305",
    ],
    ["tools that hide in no list", CHAT, { ...said, tools: { type: "web_search" } }, "tools that are not a list"],
    ["servers of Messages", "/messages", { ...said, mcp_servers: [{ type: "url", url: "https://example.org" }] }, "mcp_servers"],
    ["a search by option", CHAT, { ...said, web_search_options: {} }, "web_search_options"],
    ["a search by an option nobody has heard of", CHAT, { ...said, enable_search: true }, "enable_search: true"],
    ["a search by the name of the model", CHAT, { ...said, model: "some/model:online" }, "model some/model:online"],
    ["work that goes on later", "/responses", { model: "m", input: "x", background: true }, "background: true"],
    ["a thing to be kept", "/responses", { model: "m", input: "x", store: true }, "store: true"],
    ["an earlier answer", "/responses", { model: "m", input: "x", previous_response_id: "resp_1" }, "previous_response_id"],
    ["a conversation", "/responses", { model: "m", input: "x", conversation: "conv_1" }, "conversation"],
    [
      "a prompt that is kept there, with tools we do not see",
      "/responses",
      { model: "m", input: "x", prompt: { id: "pmpt_1" } },
      "prompt",
    ],
    [
      "a picture to be fetched",
      CHAT,
      part({ type: "image_url", image_url: { url: "https://example.org/?q=secret" } }),
      "image_url https://example.org/?q=secret",
    ],
    [
      "a picture to be fetched, with a space before",
      CHAT,
      part({ type: "image_url", image_url: { url: " https://example.org" } }),
      "image_url  https://example.org",
    ],
    [
      "a picture to be fetched, in Responses",
      "/responses",
      { model: "m", input: [{ role: "user", content: [{ type: "input_image", image_url: "https://example.org" }] }] },
      "image_url https://example.org",
    ],
    [
      "a file to be fetched",
      "/responses",
      { model: "m", input: [{ role: "user", content: [{ type: "input_file", file_url: "https://example.org" }] }] },
      "file_url https://example.org",
    ],
    [
      "a picture to be fetched, in Messages",
      "/messages",
      part({ type: "image", source: { type: "url", url: "https://example.org" } }),
      "source https://example.org",
    ],
    [
      "a picture in what a tool found",
      "/messages",
      part({ type: "tool_result", content: [{ type: "image", source: { type: "url", url: "https://example.org" } }] }),
      "source https://example.org",
    ],
    [
      "a picture in what a function found",
      "/responses",
      {
        model: "m",
        input: [{ type: "function_call_output", output: [{ type: "input_image", image_url: "https://example.org" }] }],
      },
      "image_url https://example.org",
    ],
    [
      "a yes to a server's own call",
      "/responses",
      { model: "m", input: [{ type: "mcp_approval_response", approve: true, approval_request_id: "1" }] },
      "content mcp_approval_response",
    ],
    [
      "something that is kept there",
      "/responses",
      { model: "m", input: [{ type: "item_reference", id: "1" }] },
      "content item_reference",
    ],
  ];
  test.each(shut)("%s", (_, path, body, fault) => expect(bodyFault(path, body as never)).toBe(fault));

  test("whatever else it is called: a member nobody knows is shut, unless it says no", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.oneof(fc.constant(true), fc.object(), fc.integer(), fc.string()),
        (name, value) => {
          fc.pre(bodyFault(CHAT, { ...said, [name]: false }) === undefined && bodyFault(CHAT, { [name]: true }) !== undefined);
          expect(bodyFault(CHAT, { ...said, [name]: value })).toMatch(/./);
        },
      ),
    );
  });
});

describe("where a request may go", () => {
  const hosts = [
    hostOf({ baseURL: "https://api.example.org/v1/", key: "K" }),
    hostOf({ baseURL: "http://127.0.0.1:11434/v1", key: "" }),
  ];
  const doorOf = doorsOf(hosts);

  test.each([
    ["https://api.example.org/v1/chat/completions", "https://api.example.org"],
    ["https://API.example.org:443/v1/responses", "https://api.example.org"],
    ["http://127.0.0.1:11434/v1/embeddings", "http://127.0.0.1:11434"],
    ["http://127.0.0.1:8123/v1/messages", "https://api.example.org"],
  ])("%s", (url, origin) => expect(doorOf({ method: "post", url })?.host.origin).toBe(origin));

  test.each([
    "http://api.example.org/v1/chat/completions",
    "https://api.example.org.evil.test/v1/chat/completions",
    "https://api.example.org@evil.test/v1/chat/completions",
    "https://user:pass@api.example.org/v1/chat/completions",
    "https://api.example.org/v1/chat/completions/",
    "https://api.example.org/v1//chat/completions",
    "https://api.example.org/v1/%63hat/completions",
    "https://api.example.org/v1/files/../chat/completions/../files",
    "https://api.example.org/v1/assistants",
    "https://api.example.org/v1/batches",
    "http://127.0.0.1:8123/v2/chat/completions",
    "http://localhost:8123/v1/chat/completions",
  ])("not %s", (url) => expect(doorOf({ method: "POST", url })).toBeUndefined());

  test("not without any model", () =>
    expect(doorsOf([])({ method: "POST", url: "http://127.0.0.1:8123/v1/responses" })).toBeUndefined());

  test.each(["ftp://example.org", "api.openai.com/v1", "https://me:secret@example.org/v1", "https://example.org/v1?key=secret"])(
    "a base URL is an address and nothing more, not %s",
    (baseURL) => {
      expect(() => hostOf({ baseURL, key: "K" })).toThrow(
        expect.objectContaining({ code: "SUITE_BROKEN", message: expect.not.stringContaining("secret") }),
      );
    },
  );

  test("a body nested beyond reason is refused, and nothing falls over", () => {
    const body = `{"model":"m","messages":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    expect(
      checkRequest({ method: "POST", url: "https://api.example.org/v1/chat/completions", headers: {}, body }, doorOf),
    ).toMatchObject({ shut: true });
  });

  test("the same request is the same whatever the order of its members, and wherever the model stands", () => {
    const digest = (body: string, url: string) => {
      const checked = checkRequest({ method: "POST", url, headers: {}, body }, doorOf);
      return checked.shut ? checked : checked.digest;
    };
    const one = digest(
      '{"model":"m","messages":[],"tools":[{"type":"function","name":"a"}]}',
      "https://api.example.org/v1/chat/completions",
    );
    const other = digest(
      '{"tools":[{"name":"a","type":"function"}],"messages":[],"model":"m"}',
      "http://127.0.0.1:11434/v1/chat/completions",
    );
    expect(one).toBe(other);
    expect(
      digest(
        '{"model":"m","messages":[],"tools":[{"type":"function","name":"b"}]}',
        "https://api.example.org/v1/chat/completions",
      ),
    ).not.toBe(one);
    expect(
      digest('{"model":"m","messages":[],"tools":[{"type":"function","name":"a"}]}', "https://api.example.org/v1/responses"),
    ).not.toBe(one);
  });
});
