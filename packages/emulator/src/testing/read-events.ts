/**
 * Reads the JSON of each event in a recorded stream, without the code that is tested.
 *
 * @param recording - A recorded exchange whose body is an event stream.
 * @returns The parsed events, without `[DONE]`.
 * @example
 * ```ts
 * import { getRecording, readEvents } from '@tabby/emulator/testing'
 *
 * console.log(readEvents(getRecording('chat_basic_stream')).length)
 * ```
 */
export function readEvents({ response }: { readonly response: { readonly body: string } }): unknown[] {
  return response.body
    .split('\r\n')
    .filter((line) => line.startsWith('data: {'))
    .map((line) => JSON.parse(line.slice(6).replaceAll('-Infinity', '-1e999')))
}
