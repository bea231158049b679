import { defineConfig } from 'vitest/config'

/** The programs are measured as they are built, so a build comes first; turbo sees to that. */
export default defineConfig({
  resolve: { conditions: ['@tabby/source'] },
  ssr: { resolve: { conditions: ['@tabby/source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 180_000,
    // What runs on sockets may be late on a shared machine; what is broken fails three times.
    retry: process.env.CI ? 2 : 0,
    expect: { requireAssertions: true },
  },
})
