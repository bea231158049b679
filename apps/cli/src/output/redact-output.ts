import { toRedactedText } from '@tabby/core'

/** Takes the secrets out of everything that is written to a stream from now on, also by a library and by a tool. */
export function redactOutput(stream: NodeJS.WriteStream, secrets: ReadonlySet<string>): void {
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean
  stream.write = (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? toRedactedText(chunk, [...secrets]) : chunk, ...rest)
}
