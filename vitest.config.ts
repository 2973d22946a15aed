import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{harness,datasets,suites,fixtures,reports}/**/*.test.ts"],
    // Processes are started, killed and read back; a busy machine with two cores needs room.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    experimental: { viteModuleRunner: false },
  },
});
