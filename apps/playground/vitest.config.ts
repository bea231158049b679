import { defineConfig } from 'vitest/config'

/** Tests read source through the `@tabby/source` condition; what needs a page is in `test/`, for Chromium. */
export default defineConfig({
  resolve: { conditions: ['@tabby/source'] },
  ssr: { resolve: { conditions: ['@tabby/source'] } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
    testTimeout: 15_000,
    isolate: false,
    // What is timed on sockets may be late on a shared machine; what is broken fails three times.
    retry: process.env.CI ? 2 : 0,
    expect: { requireAssertions: true },
  },
})
