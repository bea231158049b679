import { TabbyRequestError } from '@tabby/core'
import type { BulkOutcome } from './bulk-job.js'

/** A line of an output file of OpenAI's Batch API, as far as programs read it. */
export interface BatchLine {
  readonly id: string
  readonly custom_id: string
  readonly response: { readonly status_code: number; readonly body: unknown } | null
  readonly error: { readonly code: string; readonly message: string } | null
  readonly columns?: Readonly<Record<string, string>>
}

/**
 * Writes an outcome as a line of OpenAI's output files. The error of a server is in both places where programs look.
 *
 * @throws TabbyRequestError when JSON cannot hold the result.
 */
export function toBatchLine({ id, result, error, columns }: BulkOutcome<unknown>): string {
  const line: BatchLine = {
    id: `batch_req_${id}`,
    custom_id: id,
    response: error ? toErrorResponse(error) : { status_code: 200, body: result ?? null },
    error: error ? { code: error.code, message: error.message } : null,
    ...(columns && { columns }),
  }
  try {
    return `${JSON.stringify(line, toPlainArray)}\n`
  } catch (thrown) {
    const name = thrown instanceof Error ? thrown.name : typeof thrown
    throw new TabbyRequestError(`The result of the job ${id.slice(0, 100)} cannot be written as JSON (${name})`)
  }
}

function toErrorResponse(error: { code: string; message: string; status?: unknown }): BatchLine['response'] {
  const { code, message, status } = error
  return typeof status === 'number' ? { status_code: status, body: { error: { code, message } } } : null
}

/** Vectors of embeddings: JSON writes a typed array as an object. */
const toPlainArray = (_name: string, value: unknown): unknown =>
  ArrayBuffer.isView(value) && !(value instanceof DataView) ? Array.from(value as Float32Array) : value
