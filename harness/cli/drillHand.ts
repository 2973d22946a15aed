import { enableCompileCache } from "node:module";

// Started again after every kill: stripping types is most of the time that takes, and Node keeps the result.
enableCompileCache();
const { drillHandProgram } = await import("./drill/drillHandProgram.ts");
await drillHandProgram(process.argv.slice(2));
