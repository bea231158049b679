import { getPiece, lapLength } from './answer-pieces.js'

const about =
  '"id": "chatcmpl-3b8c766648034baf99eb7a05ac0e5893", "object": "chat.completion.chunk", "created": 1795216882'
const usage =
  '{"prompt_tokens": 18, "completion_tokens": 6, "total_tokens": 24, "prompt_time": 0.02, "total_time": 0.09}'
const model = '"model": "stub-7b-exl3"'

/** One lap of an answer in bytes, and where each of its events ends. */
export interface Lap {
  readonly bytes: Buffer
  readonly ends: readonly number[]
}

/** Puts events together to a lap. */
function createLap(writeEvent: (index: number) => string): Lap {
  const events = Array.from({ length: lapLength }, (_, index) => Buffer.from(writeEvent(index)))
  const ends: number[] = []
  let end = 0
  for (const event of events) ends.push((end += event.length))
  return { bytes: Buffer.concat(events), ends }
}

/** How an answer is written. */
export interface EventForm {
  readonly contentType: string
  readonly lap: Lap
  readonly end: Buffer
}

function createEventForm(lineEnd: string): EventForm {
  const separator = lineEnd + lineEnd
  const last = '{"index": 0, "delta": {}, "finish_reason": "stop"}'
  const finish = `{${about}, "choices": [${last}], "usage": ${usage}, ${model}}`
  return {
    contentType: 'text/event-stream; charset=utf-8',
    lap: createLap((index) => {
      const ping = index % 100 === 50 ? `: ping - 2026-11-20 23:24:46.821488+00:00${separator}` : ''
      const choice = `{"index": 0, "delta": {"content": ${JSON.stringify(getPiece(index))}}, "finish_reason": null}`
      return `${ping}data: {${about}, "choices": [${choice}], ${model}}${separator}`
    }),
    end: Buffer.from(`data: ${finish}${separator}data: [DONE]${separator}`),
  }
}

/** An answer as this server frames it: CRLF, one choice per event, raw UTF-8, a ping now and then. */
export const serverSentEvents = createEventForm('\r\n')

/** The same with LF, for a client that fails on the CRLF after `[DONE]`. */
export const lineFeedEvents = createEventForm('\n')

/** The same answer in the lines of JSON that ollama's own client reads. */
export const jsonLines: EventForm = {
  contentType: 'application/x-ndjson',
  lap: createLap((index) => {
    const message = `{"role": "assistant", "content": ${JSON.stringify(getPiece(index))}}`
    return `{"created_at": "2026-11-20T23:24:46.821488Z", "message": ${message}, "done": false, ${about}, ${model}}\n`
  }),
  end: Buffer.from(
    `{"created_at": "2026-11-20T23:24:46Z", "message": {"role": "assistant", "content": ""}, "done": true, ${model}}\n`,
  ),
}

/** A whole answer, in the shape of recording chat_usage. */
export const wholeAnswer = JSON.stringify({
  id: 'cmpl-50e2acc843c8400fb24f941ae98cdba8',
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      eos_reason: 'stop_token',
      stop_str: '</s>',
      message: {
        role: 'assistant',
        content: getPiece(0),
        reasoning_content: null,
        tool_calls: null,
        tool_call_id: null,
      },
      logprobs: null,
    },
  ],
  created: 1795216882,
  model: 'stub-7b-exl3',
  object: 'chat.completion',
  usage: { prompt_tokens: 18, prompt_time: 0.02, completion_tokens: 6, completion_time: 0.07, total_tokens: 24 },
})

/** The same answer for ollama's own client. */
export const wholeJsonLine = JSON.stringify({
  model: 'stub-7b-exl3',
  created_at: '2026-11-20T23:24:46Z',
  message: { role: 'assistant', content: getPiece(0) },
  done: true,
})
