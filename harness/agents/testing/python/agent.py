"""For tests: an agent in Python that keeps the contract, in JSON lines over stdin and stdout."""

import json
import sys


def tell(message):
    print(json.dumps(message))


def hear():
    line = sys.stdin.readline()
    if line == "":
        sys.exit(0)
    return json.loads(line)


def call(tool, args):
    tell({"kind": "call", "tool": tool, "args": args})
    return hear()


def act(kind, params):
    return {"kind": "act", "actions": [{"type": kind, "params": params}]}


def decide(asked):
    if asked["do"] == "propose":
        return act(asked["type"], asked["params"])
    if asked["do"] == "read":
        reply = call(asked["tool"], asked["args"])
        return act("answer", {"answer": reply["answer"]} if reply["kind"] == "answer" else {"missed": True})
    if asked["do"] == "write":
        reply = call(asked["type"], asked["params"])
        call("answer", {"answer": reply["answer"]})
        return None
    if asked["do"] == "none":
        return {"kind": "act", "actions": []}
    while asked["do"] == "wait":
        hear()
    return {"kind": "escalate"}


while True:
    case = hear()["case"]
    proposal = decide(case["input"])
    said = {"kind": "done"} if proposal is None else {"kind": "proposal", "proposal": proposal}
    tell({**said, "case": case["id"]})
