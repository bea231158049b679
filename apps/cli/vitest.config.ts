import { defineConfig } from 'vitest/config'

/** The program is bundled from source once, so that tests can run it as what it is: a process. */
export default defineConfig({
  resolve: { conditions: ['@tabby/source'] },
  ssr: { resolve: { conditions: ['@tabby/source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/bundle-program.ts'],
    testTimeout: 30_000,
    isolate: false,
    // Its tests wait for programs that they start.
    maxWorkers: 2,
    // What is timed on sockets may be late on a shared machine; what is broken fails three times.
    retry: process.env.CI ? 2 : 0,
    expect: { requireAssertions: true },
  },
})
