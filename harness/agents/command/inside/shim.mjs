import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeSync } from "node:fs";
import { connect, createServer } from "node:net";

// Plain JavaScript, because it runs as it stands. It runs in the sandbox, in front of the program: opens the one door there is, then starts the program with its own pipes.

/** Where the way out lies. */
const DOOR = "/run/earnest.sock";
const PORT = 8123;
const REPORTS = 3;

const { env, home } = JSON.parse(readFileSync("/earnest/launch.json", "utf8"));
const [file = "", ...args] = process.argv.slice(2);
mkdirSync(home, { recursive: true });

const server = createServer({ allowHalfOpen: true }, (inner) => {
  const outer = connect({ path: DOOR, allowHalfOpen: true });
  inner.pipe(outer).pipe(inner);
  inner.on("error", () => outer.destroy());
  outer.on("error", () => inner.destroy());
  inner.on("close", () => outer.destroy());
  outer.on("close", () => inner.destroy());
});

server.listen(PORT, "127.0.0.1", () => {
  const child = spawn(file, args, { env, stdio: [0, 1, 2, REPORTS] });
  child.on("spawn", () => writeSync(REPORTS, `${JSON.stringify({ started: true })}\n`));
  child.on("error", (error) => {
    writeSync(REPORTS, `${JSON.stringify({ started: false, because: error.message })}\n`);
    process.exit(127);
  });
  child.on("exit", (code, signal) => {
    if (signal !== null) process.stderr.write(`ended by ${signal}\n`);
    process.exit(code ?? 1);
  });
});
