import { encodePart } from '../tokenizer/encode-text.js'
import { decodeTokens } from '../tokenizer/decode-tokens.js'
import { END_TEXT, END_TOKEN } from '../tokenizer/special-tokens.js'
import type { Script } from '../script/script.js'
import type { ServerState } from '../../state/server-state.js'
import { createPace } from './pace.js'
import { searchStopStrings } from './stop-strings.js'
import type { GeneratedToken, JobChunk, JobEnd } from './generated-token.js'

/** What one generation is to do. */
export interface JobSettings {
  readonly script: Script
  /** Which of the request's choices it is. */
  readonly choice: number
  readonly promptTokens: number
  readonly maxTokens: number
  readonly minTokens: number
  readonly banEnd: boolean
  readonly stopStrings: readonly string[]
  readonly stopTokens: readonly number[]
  /** Tokens that are handed out together. */
  readonly chunk: number
  readonly tokenMilliseconds: number
  readonly prefillMilliseconds: number
  /** Crash after so many tokens, with this description. */
  readonly crash?: { after: number; description: string }
  /** Reading the first result throws this: other jobs lose their generator without a word. */
  readonly consumerFailure?: string
  /** The first token has probability 0. */
  readonly impossible: boolean
}

/** A generation under way. Nothing runs ahead of who asks: time is kept by the clock, so that a late asker gets no later tokens. */
export interface GenerationJob {
  /** When the next token is due, on the clock of `performance.now()`. */
  readonly dueAt: number
  /** The next piece of output, or the end. Throws when the generator crashed. */
  next(): Promise<JobChunk | JobEnd>
  /** The client left, or nobody wants more. */
  abandon(): void
}

/** Begins a generation on the server. */
export function startJob(server: ServerState, settings: JobSettings): GenerationJob {
  const { script, chunk, maxTokens, minTokens, stopTokens } = settings
  let part = 0
  let fillers = 0
  let produced = 0
  let held = ''
  let heldTokens: GeneratedToken[] = []
  let firstTokenAt = 0
  let ending: { reason: JobEnd['eosReason']; stopText: string | null } | undefined
  let failure: Error | undefined
  let cancelled = false
  const pace = createPace(settings)
  const remove = server.jobs.add({
    id: crypto.randomUUID(),
    cancel() {
      cancelled = true
      pace.wake()
    },
    crash(error) {
      failure = error
      server.health.report(error.message)
      pace.wake()
    },
  })

  /** The next part of the script, or undefined when the model ends here. */
  const takePart = (): string | undefined => {
    if (part < script.parts.length) return script.parts[part++]
    const mayEnd = script.ending !== 'stop_token' || (!settings.banEnd && produced >= minTokens)
    return mayEnd ? undefined : script.filler(fillers++)
  }

  /** Generates up to `chunk` tokens (a part is not torn) and puts them to what is to be handed out. */
  const generate = (): void => {
    const first = produced === 0
    const spelled: { id: number; text: string }[] = []
    while (spelled.length < chunk && !ending) {
      const text = takePart()
      if (text === undefined) {
        ending = { reason: script.ending, stopText: script.ending === 'stop_token' ? END_TEXT : null }
        break
      }
      const ids = encodePart(text)
      const used = ids.length > maxTokens - produced ? ids.slice(0, maxTokens - produced) : [...ids]
      const stop = used.findIndex((id) => id === END_TOKEN || stopTokens.includes(id))
      if (stop >= 0) {
        ending = { reason: 'stop_token', stopText: decodeTokens(used.slice(stop, stop + 1), { decodeSpecial: true }) }
        used.length = stop
      }
      const whole = used.length === ids.length
      held += whole ? text : decodeTokens(used, { decodeSpecial: true })
      for (const id of used) spelled.push({ id, text: whole && used.length === 1 ? text : spell(id) })
      produced += used.length
      if (!ending && produced >= maxTokens) ending = { reason: 'max_new_tokens', stopText: null }
    }
    for (const [index, token] of spelled.entries()) {
      const impossible = settings.impossible && first && index === 0
      heldTokens.push({ ...token, logprob: impossible ? -Infinity : recordedLogprob(produced + index) })
    }
  }

  const finish = (reason: JobEnd['eosReason'], stopText: string | null): JobEnd => {
    remove()
    const now = performance.now()
    const first = firstTokenAt || now
    return {
      type: 'end',
      choice: settings.choice,
      eosReason: reason,
      stopText,
      promptTokens: settings.promptTokens,
      completionTokens: produced,
      promptSeconds: (first - pace.startedAt) / 1000,
      completionSeconds: (now - first) / 1000,
    }
  }

  return {
    get dueAt() {
      return pace.dueAt
    },
    async next() {
      for (;;) {
        if (ending && held === '' && heldTokens.length === 0) return finish(ending.reason, ending.stopText)
        if (!ending) {
          await pace.step()
          if (failure) throw failure
          if (cancelled) return finish(null, null)
          firstTokenAt ||= performance.now()
          if (settings.crash && produced >= settings.crash.after) {
            server.jobs.crashAll(new Error(settings.crash.description))
            throw failure ?? new Error(settings.crash.description)
          }
          if (settings.consumerFailure !== undefined) {
            remove()
            server.health.report(settings.consumerFailure)
            server.jobs.cancelAll()
            throw new Error(settings.consumerFailure)
          }
          generate()
        }
        const { free, found } = searchStopStrings(held, settings.stopStrings)
        if (found !== null) ending = { reason: 'stop_string', stopText: found }
        const text = ending && found === null ? held : held.slice(0, free)
        if (text === '' && !ending) continue
        const chunkOut: JobChunk = { type: 'chunk', choice: settings.choice, text, tokens: heldTokens }
        held = found === null ? held.slice(text.length) : ''
        heldTokens = []
        if (text !== '') return chunkOut
      }
    },
    abandon() {
      cancelled = true
      remove()
      pace.wake()
    },
  }
}

/** The recorded model's figures, as 32-bit floats: 0.5, 0.58 ... 0.82 in turn (chat_chunk4). */
function recordedLogprob(place: number): number {
  return Math.fround(Math.log(Math.fround(0.5 + 0.08 * (place % 5))))
}

function spell(id: number): string {
  return decodeTokens([id], { decodeSpecial: true })
}
