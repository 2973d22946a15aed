import type { StubAnswer, StubRule } from "../../broker/stub/answer.ts";

/** For tests: a model that calls the tools which the contract battery's case asks for, one after the other. */
export const obedientRule: StubRule = ({ text, calls }): StubAnswer => {
  const asked = JSON.parse(text) as { do: string; type: string; params: object; tool: string; args: object };
  const [first, second] = calls;
  const call = (name: string, args: object): StubAnswer => ({ calls: [{ name, args }] });
  const found = () => (first?.answer.startsWith("error") === true ? undefined : (JSON.parse(first?.answer ?? "null") as unknown));
  switch (asked.do) {
    case "propose":
      return first === undefined ? call(asked.type, asked.params) : { text: "done" };
    case "read":
      if (first === undefined) return call(asked.tool, asked.args);
      if (second !== undefined) return { text: "done" };
      return call("answer", found() === undefined ? { missed: true } : { answer: found() });
    case "write":
      if (first === undefined) return call(asked.type, asked.params);
      return second === undefined ? call("answer", { answer: found() }) : { text: "done" };
    default:
      return first === undefined ? call(asked.do, {}) : { text: "done" };
  }
};
