import { fileURLToPath } from 'node:url'
import { mergeConfig } from 'vitest/config'
import everyPackage from '../../.ci/build/vitest.config.js'

const clientOnFetch = fileURLToPath(new URL('src/fetch/create-tabby-client.ts', import.meta.url))

/** Behaviour of retries, which that client does not have; what it does instead is tested beside its source. */
const retries = [
  'as many requests as a read may cost',
  'between attempts',
  'no timer is left behind by calls that are over',
  'the hooks see each attempt',
  'all attempts of a call have one number',
  'which is no attempt of its own',
  'is in no hook, no error, and is sent',
  'async hooks that reject change no call',
]

/**
 * The tests of behaviour once more, with the client of `@tabby/core/fetch` in place of the default one. Left out are
 * retries, the programs that measure memory, which run as processes of their own with the default client, and the reading
 * of recorded bodies, which takes no client.
 */
export default mergeConfig(everyPackage, {
  plugins: [
    {
      name: 'client-on-fetch',
      enforce: 'pre',
      resolveId: (id: string) => (id.endsWith('client/create-tabby-client.js') ? clientOnFetch : undefined),
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/retries.test.ts',
      'test/generation-is-sent-once.test.ts',
      'test/memory.test.ts',
      'test/recorded-streams.test.ts',
    ],
    testNamePattern: new RegExp(`^(?!.*(?:${retries.join('|')}))`),
  },
})
