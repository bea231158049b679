// An emulator as a process of its own. It writes its address, and the mark of each call at the moment that the call
// reaches it: what a process has written to a pipe outlives it, however it ends.
import { writeSync } from 'node:fs'
import { createEmulator } from '@tabby/emulator'
import { listen } from '@tabby/emulator/node'

const emulator = createEmulator({ settings: { speed: { tokensPerSecond: 250 } } })
const { url } = await listen({
  ...emulator,
  dispatch(request, signal) {
    const mark = request.headers.get('x-mark')
    if (mark !== null) writeSync(1, `${mark}\n`)
    return emulator.dispatch(request, signal)
  },
})
writeSync(1, `${url}\n`)
