import { expectTypeOf, test } from 'vitest'
import type { TabbyClient, TabbyClientOptions } from '../index.js'
import { createTabbyClient } from './index.js'

test('it makes the same client, of options in which retries are no known word', () => {
  expectTypeOf(createTabbyClient).returns.toEqualTypeOf<TabbyClient>()
  const options: TabbyClientOptions = {}
  expectTypeOf(createTabbyClient).toBeCallableWith(options)
  // @ts-expect-error -- there are no retries here
  createTabbyClient({ retry: { limit: 3 } })
})
