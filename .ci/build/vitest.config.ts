import { defineConfig } from 'vitest/config'

// A release check tests the services against the source of an older core, transport checks core with the newest ky,
// telemetry with the newest SDK, resilience with the newest cockatiel and p-queue, openai with the newest client of
// OpenAI, and ai-sdk with the newest `ai`.
const {
  TABBY_OLD_CORE: oldCore,
  TABBY_KY: otherKy,
  TABBY_OPENTELEMETRY: otherSdk,
  TABBY_RESILIENCE: otherQueues,
  TABBY_OPENAI: otherOpenAI,
  TABBY_AI: otherAi,
} = process.env
const oldCoreAlias = [
  { find: /^@tabby\/core$/, replacement: `${oldCore}/index.ts` },
  { find: /^@tabby\/core\/fetch$/, replacement: `${oldCore}/fetch/index.ts` },
]
const alias = [
  ...(oldCore ? oldCoreAlias : []),
  ...(otherKy ? [{ find: /^ky$/, replacement: otherKy }] : []),
  ...(otherOpenAI ? [{ find: /^openai$/, replacement: otherOpenAI }] : []),
  ...(otherAi ? [{ find: /^ai$/, replacement: otherAi }] : []),
  ...(otherQueues ? [{ find: /^(cockatiel|p-queue)$/, replacement: `${otherQueues}/$1/dist/index.js` }] : []),
  ...(otherSdk ? [{ find: /^@opentelemetry\//, replacement: `${otherSdk}/@opentelemetry/` }] : []),
]

/** Tests read source through the `@tabby/source` condition and need no build; packaging checks alone read `dist`. */
export default defineConfig({
  resolve: { conditions: ['@tabby/source'], alias },
  ssr: { resolve: { conditions: ['@tabby/source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 15_000,
    // Half of the time went into loading the same modules again for each file, and they keep no state.
    isolate: false,
    // What is timed on sockets may be late on a shared machine; what is broken fails three times.
    retry: process.env.CI ? 2 : 0,
    // A test that asserts nothing fails, whatever branch it took.
    expect: { requireAssertions: true },
  },
})
