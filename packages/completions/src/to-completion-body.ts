import { toBody } from '@tabby/kit/body/to-body'
import { toGenerationBody } from '@tabby/kit/body/to-generation-body'
import type { CompletionParams } from './completion-params.js'

/** Fields that the functions for completions set, or read from the parameters. */
const own = ['prompt', 'n', 'stream', 'stream_options']

/** Makes the body of a completion. */
export function toCompletionBody(params: CompletionParams, stream: boolean): Record<string, unknown> {
  return toGenerationBody(toBody('POST /v1/completions', params, own), stream)
}
