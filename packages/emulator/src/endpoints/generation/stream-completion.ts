import type { JobEnd } from '../../engine/job/generated-token.js'
import { spacedJson } from '../../json/spaced-json.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import { unixSeconds } from '../../state/unix-seconds.js'
import type { CompletionRequest } from './completion-model.js'
import { finishReason } from './finish-reason.js'
import { completionLogprobs } from './logprobs.js'
import { randomHex } from './random-hex.js'
import type { FrameSource } from './stream-frames.js'
import { writeUsage } from './usage.js'

/** Writes the frames of a streamed text completion. */
export function streamCompletion(body: CompletionRequest, model: LoadedModel): FrameSource['write'] {
  const ends: JobEnd[] = []
  // The id of a stream begins with the chat's prefix, and the model is called model_name (completion_basic_stream).
  const head = `data: {"id": "chatcmpl-${randomHex()}", "object": "text_completion", "choices": [`
  const tail = `, "model_name": ${JSON.stringify(model.name)}}\r\n\r\n`

  const write = (choice: string, usage = ''): string => `${head}${choice}], "created": ${unixSeconds()}${usage}${tail}`

  return (event, last) => {
    const { choice } = event
    if (event.type === 'chunk') {
      const logprobs = body.logprobs
        ? `, "logprobs": ${spacedJson(completionLogprobs(event.tokens, body.logprobs))}`
        : ''
      return [write(`{"index": ${choice}, "text": ${JSON.stringify(event.text)}, "finish_reason": null${logprobs}}`)]
    }
    ends.push(event)
    const end = { index: choice, text: '', finish_reason: finishReason(event, false) }
    if (!body.stream_options?.include_usage || !last)
      return [write(spacedJson({ ...end, eos_reason: event.eosReason }))]
    return [write(spacedJson(end), `, "usage": ${spacedJson(writeUsage(ends))}`)]
  }
}
