import { defineConfig } from 'vitest/config'

/** Examples run on the source of the packages, one after another: each has a server and an environment of its own. */
export default defineConfig({
  resolve: { conditions: ['@tabby/source'] },
  ssr: { resolve: { conditions: ['@tabby/source'] } },
  test: {
    include: ['test/**/*.test.ts'],
    fileParallelism: false,
    // The programs of LangChain are bundled with it, which takes seconds on a busy machine.
    testTimeout: 30_000,
    // What is timed on sockets may be late on a shared machine; what is broken fails three times.
    retry: process.env.CI ? 2 : 0,
    expect: { requireAssertions: true },
    // What a program prints through the console is its output, so vitest must leave it on standard output.
    disableConsoleIntercept: true,
    reporters: ['verbose'],
  },
})
