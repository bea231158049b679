import { defineConfig } from 'vitest/config'

/**
 * The proof runs with nothing beside it. On a machine so busy that calls wait for seconds, a server may close an idle
 * connection at the moment that a call is sent on it, and that call is lost like one that had begun.
 */
export default defineConfig({
  resolve: { conditions: ['@tabby/source'] },
  ssr: { resolve: { conditions: ['@tabby/source'] } },
  test: {
    include: ['test/alone/*.alone.ts'],
    testTimeout: 120_000,
    retry: process.env.CI ? 2 : 0,
    expect: { requireAssertions: true },
  },
})
