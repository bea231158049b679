import { defineConfig } from 'vitest/config'

/** Tests read source; the program is bundled once, as the build does it, for those that run it as a process. */
export default defineConfig({
  resolve: { conditions: ['@tabby/source'] },
  ssr: { resolve: { conditions: ['@tabby/source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 20_000,
    // What is timed on sockets may be late on a shared machine; what is broken fails three times.
    retry: process.env.CI ? 2 : 0,
    expect: { requireAssertions: true },
  },
})
