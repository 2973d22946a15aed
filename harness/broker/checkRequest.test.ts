import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { requestDigest } from "../cassette/exchange.ts";
import { bodyFault } from "./bodyFault.ts";
import { checkRequest } from "./checkRequest.ts";
import { doorsOf, hostOf, hostsOf } from "./door.ts";

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
    ["embeddings", "/embeddings", { model: "text-search-ada-doc-001", input: ["a", "https://example.org"], dimensions: 8 }],
    [
      "addresses where only the model reads them",
      CHAT,
      {
        ...said,
        messages: [
          { role: "user", content: "https://example.org" },
          { role: "user", content: [{ type: "text", text: "https://example.org" }] },
          {
            role: "assistant",
            tool_calls: [{ id: "1", type: "function", function: { name: "a", arguments: "https://example.org" } }],
          },
        ],
        metadata: { page: "https://example.org" },
        tools: [
          {
            type: "function",
            function: { name: "a", description: "http://x", parameters: { $schema: "http://json-schema.org/draft-07/schema#" } },
          },
        ],
        response_format: { type: "json_schema", json_schema: { name: "a", schema: { $id: "https://example.org/a" } } },
      },
    ],
    [
      "a model named research, and a tier at the common price",
      CHAT,
      { ...said, model: "acme/searcher-compounded", service_tier: "flex" },
    ],
  ];
  test.each(fine)("%s", (_, path, body) => expect(bodyFault(path, body as never)).toBeUndefined());
});

describe("what no agent may ask a provider for", () => {
  const part = (content: object) => ({ ...said, messages: [{ role: "user", content: [content] }] });
  const shut: [string, string, object, string][] = [
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
  const evil = "http://example.org/?q=secret";
  shut.push(
    [
      "a picture in a document's own content",
      "/messages",
      part({ type: "document", source: { type: "content", content: [{ type: "image", source: { type: "url", url: evil } }] } }),
      `messages[0].content[0].source.content[0].source.url ${evil}`,
    ],
    [
      "a file's data that is an address",
      CHAT,
      part({ type: "file", file: { file_data: evil } }),
      `messages[0].content[0].file.file_data ${evil}`,
    ],
    [
      "a sound to be fetched",
      CHAT,
      part({ type: "input_audio", input_audio: { data: evil } }),
      `messages[0].content[0].input_audio.data ${evil}`,
    ],
    [
      "pictures beside the content",
      CHAT,
      { ...said, messages: [{ role: "user", content: "x", images: [evil] }] },
      `messages[0].images[0] ${evil}`,
    ],
    [
      "a picture to be embedded",
      "/embeddings",
      { model: "m", input: [{ image: "//example.org" }] },
      "input[0].image //example.org",
    ],
    [
      "a picture in the instructions",
      "/responses",
      { model: "m", input: "x", instructions: [{ role: "user", content: [{ type: "input_image", image_url: evil }] }] },
      `image_url ${evil}`,
    ],
    [
      "a file that is kept there",
      "/responses",
      { model: "m", input: [{ role: "user", content: [{ type: "input_file", file_id: "f1" }] }] },
      "input[0].content[0].file_id f1",
    ],
    ["an item that is kept there", "/responses", { model: "m", input: [{ id: "msg_1" }] }, "input[0] msg_1"],
    ["a thought that is kept there", "/responses", { model: "m", input: [{ type: "reasoning", id: "rs_1" }] }, "input[0] rs_1"],
    [
      "a sound that is kept there",
      CHAT,
      { ...said, messages: [{ role: "assistant", audio: { id: "audio_1" } }] },
      "messages[0].audio audio_1",
    ],
    ["a dearer tier", CHAT, { ...said, service_tier: "priority" }, "service_tier priority"],
    ["a list of models", CHAT, { ...said, model: ["m"] }, "a model that is no name"],
    ...[
      "gpt-4o-search-preview",
      "o3-deep-research",
      "groq/compound",
      "compound-mini",
      "x:online:free",
      "sonar-pro",
      "x:on\u200bline",
    ].map((model): [string, string, object, string] => [`the model ${model}`, CHAT, { ...said, model }, `model ${model}`]),
  );
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

  test("only the declared models are asked, of what is declared twice those of both", () => {
    const baseURL = "https://api.example.org/v1";
    const declared = doorsOf(
      hostsOf([
        { baseURL, key: "K", models: ["one"] },
        { baseURL, key: "K", models: ["two"] },
      ]),
    );
    const ask = (body: object, door = declared) =>
      checkRequest({ method: "POST", url: `${baseURL}/chat/completions`, headers: {}, body: JSON.stringify(body) }, door);
    for (const model of ["one", "two"]) expect(ask({ model, messages: [] }).shut).toBe(false);
    for (const body of [{ model: "three" }, {}])
      expect(ask(body)).toMatchObject({
        shut: true,
        status: 403,
        breach: { kind: "model-tool" },
        because: expect.stringContaining("declares one, two"),
      });
    expect(ask({ model: "three" }, doorOf).shut).toBe(false);
  });

  test("nothing is kept of Responses, and a stream says what it took, without being another request", () => {
    const ask = (path: string, body: object) => {
      const checked = checkRequest(
        { method: "POST", url: `https://api.example.org/v1${path}`, headers: {}, body: JSON.stringify(body) },
        doorOf,
      );
      if (checked.shut) throw new Error(checked.because);
      return { ...checked, body: JSON.parse(checked.body ?? "") as unknown };
    };
    const responses = { model: "m", input: "x" };
    expect(ask("/responses", responses)).toMatchObject({
      body: { ...responses, store: false },
      digest: requestDigest({ method: "POST", path: "/responses", body: responses }),
    });
    const stream = { model: "m", messages: [], stream: true };
    const streamed = ask(CHAT, stream);
    expect(streamed).toMatchObject({
      body: { ...stream, stream_options: { include_usage: true } },
      digest: requestDigest({ method: "POST", path: CHAT, body: stream }),
    });
    expect(ask(CHAT, { ...stream, stream_options: { include_usage: false } }).body).toEqual(streamed.body);
    expect(ask(CHAT, said).body).toEqual(said);
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
