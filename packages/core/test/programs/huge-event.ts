// Opens a stream whose first event is 100 MB, and tells how much memory it took to refuse it.
import { createTabbyClient, requestStream } from '../../src/index.js'
import { getMemory, watchMemory } from './memory.js'

const client = createTabbyClient({ baseUrl: process.argv[2] })
const readAll = async (path: string) => {
  for await (const _ of await requestStream(client, { path, body: {} }));
}
await readAll('/small')
await getMemory()
const getMost = watchMemory()
const error: unknown = await readAll('/huge').catch((thrown: unknown) => thrown)
console.log(JSON.stringify({ most: getMost(), error }))
