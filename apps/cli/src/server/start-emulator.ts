import type { Listener } from '@tabby/emulator/node'

/** As fast as a model of this size on one GPU, so that a progress bar and a stream can be watched. */
const speed = { tokensPerSecond: 45, prefillMilliseconds: 180, moduleMilliseconds: 150 }

/** Starts an emulator on a free port of this machine, without a model: loading one is part of what is shown. */
export async function startEmulator(): Promise<Listener> {
  // Who has a server of their own does not wait for it.
  const { createEmulator, createDemoWorld } = await import('@tabby/emulator')
  const { listen } = await import('@tabby/emulator/node')
  const { loaded, ...world } = createDemoWorld()
  const { embeddingModel } = loaded ?? {}
  return listen(
    createEmulator({
      world: { ...world, loaded: embeddingModel === undefined ? {} : { embeddingModel } },
      settings: { speed },
    }),
  )
}
