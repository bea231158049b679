import { defineConfig } from 'vitest/config'

/** Tests of milliseconds run with nothing beside them: another suite on the same two cores doubles each figure. */
export default defineConfig({
  resolve: { conditions: ['@tabby/source'] },
  ssr: { resolve: { conditions: ['@tabby/source'] } },
  test: { include: ['test/alone/*.alone.ts'], testTimeout: 60_000, expect: { requireAssertions: true } },
})
