#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Stripping types is most of the start-up time and a quarter of its memory; Node keeps the result until a file changes.
enableCompileCache();
await import("./cli/main.ts");
