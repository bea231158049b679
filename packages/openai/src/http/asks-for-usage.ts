import { isRecord } from '@tabby/kit/deltas/is-record'

/** Whether a request for a stream asks for usage at its end. */
export function asksForUsage({ stream_options: options }: Record<string, unknown>): boolean {
  return isRecord(options) && options['include_usage'] === true
}
