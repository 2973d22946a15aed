import { enableCompileCache, flushCompileCache } from "node:module";

// Started again after every kill: stripping types is most of the time that takes, and Node keeps the result.
enableCompileCache();
const { drillHandProgram } = await import("./drill/drillHandProgram.ts");
await drillHandProgram(process.argv.slice(2));
// Most hands are killed, and what a killed process would have kept at its end is lost.
flushCompileCache();
