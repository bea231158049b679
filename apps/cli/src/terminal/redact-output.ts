import { toRedactedText } from '@tabby/core'
import type { Terminal } from './terminal.js'

const redacted = new WeakSet<NodeJS.WriteStream>()

/** Removes the secrets from everything that is written from now on, also by a library or a tool. */
export function redactOutput({ stdout, stderr, secrets }: Terminal): void {
  for (const stream of [stdout, stderr]) {
    if (redacted.has(stream)) continue
    redacted.add(stream)
    const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean
    stream.write = (chunk: unknown, ...rest: unknown[]) =>
      write(typeof chunk === 'string' ? toRedactedText(chunk, [...secrets]) : chunk, ...rest)
  }
}
