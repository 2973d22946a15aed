"""For tests: an MCP client in Python that keeps the contract, over stdin and stdout, with nothing but the standard library."""

import json
import sys

count = 0


def tell(message):
    print(json.dumps({"jsonrpc": "2.0", **message}))


def ask(method, params):
    global count
    count += 1
    tell({"id": count, "method": method, "params": params})
    while True:
        line = sys.stdin.readline()
        if line == "":
            sys.exit(1)
        reply = json.loads(line)
        if reply.get("id") == count:
            return reply["result"]


def call(tool, args):
    result = ask("tools/call", {"name": tool, "arguments": args})
    text = result["content"][0]["text"]
    return None if result.get("isError") else json.loads(text)


ask("initialize", {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "agent", "version": "1"}})
tell({"method": "notifications/initialized"})
tools = [tool["name"] for tool in ask("tools/list", {})["tools"]]
case = json.loads(ask("resources/read", {"uri": "case://current"})["contents"][0]["text"])
asked = case["input"]
if asked["do"] == "propose":
    call(asked["type"], asked["params"])
elif asked["do"] == "read":
    found = call(asked["tool"], asked["args"])
    call("answer", {"missed": True} if found is None else {"answer": found})
elif asked["do"] == "write":
    call("answer", {"answer": call(asked["type"], asked["params"])})
elif asked["do"] == "wait":
    while True:
        sys.stdin.readline()
else:
    call(asked["do"], {})
