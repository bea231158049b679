// TabbyAPI, as far as a proxy can tell: each token is an event and a write of its own, at the pace of a GPU.
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'

const [tokensPerSecond = 0, prefillMilliseconds = 0] = process.argv.slice(2).map(Number)
const { url } = await listen(createEmulator({ settings: { speed: { tokensPerSecond, prefillMilliseconds } } }))
process.send!(Number(new URL(url).port))
