import { defineConfig } from 'vitest/config'

/** `npm run test:live`: needs a server at TABBY_BASE_URL, so it is no part of the ordinary tests. */
export default defineConfig({
  resolve: { conditions: ['@tabby/source'] },
  ssr: { resolve: { conditions: ['@tabby/source'] } },
  test: { include: ['test/live/*.live.ts'], testTimeout: 600_000 },
})
