import type { TabbyClient } from '@tabby/core'
import { createEmbeddings } from '@tabby/embeddings'
import { createBar } from '../output/create-bar.js'
import type { Terminal } from '../terminal/terminal.js'

/** How many texts are sent at once, and where progress is drawn. */
export interface BatchOptions {
  readonly size: number
  readonly signal: AbortSignal
  readonly terminal: Terminal
}

/** Vectors in the order of their texts. */
export interface Vectors {
  model: string
  tokens: number
  vectors: Float32Array[]
}

/** Embeds many texts, some in each request, with a bar where there is more than one request and a terminal. */
export async function embedInBatches(
  client: TabbyClient,
  texts: readonly string[],
  { size, signal, terminal }: BatchOptions,
): Promise<Vectors> {
  const result: Vectors = { model: '', tokens: 0, vectors: [] }
  const { stderr } = terminal
  const format = 'embedding {bar} {percentage} % · {value}/{total} texts · {eta_formatted} left'
  const bar = createBar(stderr, format)
  const shows = stderr.isTTY && texts.length > size
  if (shows) bar.start(texts.length, 0)
  try {
    for (let start = 0; start < texts.length; start += size) {
      const { data, model, usage } = await createEmbeddings(
        client,
        { input: texts.slice(start, start + size) },
        { signal },
      )
      result.model = model
      result.tokens += usage?.prompt_tokens ?? 0
      result.vectors.push(...data.map(({ embedding }) => embedding))
      if (shows) bar.update(result.vectors.length)
    }
  } finally {
    if (shows) bar.stop()
  }
  return result
}
