import { resolve } from "node:path"
import { defineConfig } from "vitest/config"

const src = resolve(import.meta.dirname, "src")

export default defineConfig({
  // generated code imports the package by its name; tests run the sources, not a dist/ that may be old
  resolve: {
    alias: {
      "wonder-sql/runtime": `${src}/runtime/index.ts`,
      "wonder-sql/d1": `${src}/runtime/drivers/d1.ts`,
      "wonder-sql/d1-sessions": `${src}/runtime/drivers/d1-sessions.ts`,
      "wonder-sql/durable-object": `${src}/runtime/drivers/durable-object.ts`,
      "wonder-sql/libsql-client": `${src}/runtime/drivers/libsql-client.ts`,
      "wonder-sql/node-sqlite": `${src}/runtime/drivers/node-sqlite.ts`,
      "wonder-sql/native": `${src}/runtime/drivers/native.ts`,
    },
  },
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/fixed-seed.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: "100%",
    // no test file leaves anything behind in a module: each worker loads the compiler and its SQLite once
    isolate: false,
  },
})
