import { defineConfig } from "vitest/config";

const project = (name: string, options: object = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    pool: "forks" as const,
    testTimeout: 20_000,
    setupFiles: ["test/support/drawn-alike.ts"],
    ...options,
  },
});

export default defineConfig({
  test: {
    projects: [
      project("unit"),
      project("contract"),
      project("journeys", { testTimeout: 60_000 }),
      project("real", { testTimeout: 900_000, hookTimeout: 120_000 }),
    ],
  },
});
