// Reads a stream of 200 MB: one event and a long sleep, then the rest with short ones.
import { setTimeout as sleep } from 'node:timers/promises'
import { createTabbyClient, requestStream } from '../../src/index.js'
import { getMemory } from './memory.js'

const client = createTabbyClient({ baseUrl: process.argv[2], idleTimeout: 100, eventTimeout: 100 })
const getWritten = async () => Number(await (await fetch(`${process.argv[2]}/written`)).text())
for await (const _ of await requestStream(client, { path: '/small', body: {} }));
await getWritten()
const idle = await getMemory()

const stream = await requestStream<{ text: string }>(client, { path: '/v1/x', body: {} })
await stream.next()
await sleep(1500)
const asleep = await getMemory()
const written = (await getWritten()) / 2 ** 20
let characters = 0
let most = asleep
let events = 0
for await (const { text } of stream) {
  characters += text.length
  if (++events % 5000 === 0) {
    await sleep(10)
    most = Math.max(most, await getMemory())
  }
}
console.log(JSON.stringify({ idle, asleep, most, written, read: characters / 2 ** 20 }))
