import type { ServerState } from '../../state/server-state.js'
import type { GeneratedToken, JobChunk, JobEnd } from './generated-token.js'
import type { JobSettings } from './job-settings.js'
import { createPace } from './pace.js'
import { createTokenSource, type Ending } from './token-source.js'

/**
 * A generation under way. Nothing runs ahead of who asks: tokens are due by the clock, so that a late asker gets no
 * later ones.
 */
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
  const source = createTokenSource(settings)
  const pace = createPace(settings, settings.turn)
  let held = ''
  let heldTokens: GeneratedToken[] = []
  let firstTokenAt = 0
  let firstDue = 0
  let lastDue = 0
  let ending: Ending | undefined
  let failure: Error | undefined
  let cancelled = false
  const remove = server.jobs.add({
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

  /** Throws when this generation is the one that breaks the generator, for itself and for others. */
  const breakWhenDue = (): void => {
    const { crash, consumerFailure } = settings
    if (crash && source.produced >= crash.after) {
      server.jobs.crashAll(new Error(crash.description))
      throw failure ?? new Error(crash.description)
    }
    if (consumerFailure === undefined) return
    remove()
    server.health.report(consumerFailure)
    server.jobs.cancelAll()
    throw new Error(consumerFailure)
  }

  /** What may be handed out of what is held; an end that could become a stop string waits. */
  const release = (added: string): JobChunk | undefined => {
    held += added
    const { free, found } = settings.stops.feed(added)
    if (found !== null) ending = { reason: 'stop_string', stopText: found }
    const text = ending && found === null ? held : held.slice(0, free)
    const tokens = heldTokens
    if (text === '' && !ending) return undefined
    held = found === null ? held.slice(text.length) : ''
    heldTokens = []
    return text === '' ? undefined : { type: 'chunk', choice: settings.choice, text, tokens }
  }

  const finish = (end: { reason: JobEnd['eosReason']; stopText: string | null }): JobEnd => {
    remove()
    const now = performance.now()
    const first = firstTokenAt || now
    return {
      type: 'end',
      choice: settings.choice,
      eosReason: end.reason,
      stopText: end.stopText,
      promptTokens: settings.promptTokens,
      completionTokens: source.produced,
      // As long as it is meant to take: on a busy machine no prefill at all would take some time, too
      // (chat_usage_instant_prefill).
      promptSeconds: settings.prefillMilliseconds / 1000,
      // By the clock of the tokens where a busy machine handed several out at once.
      completionSeconds: Math.max(now - first, lastDue - firstDue) / 1000,
    }
  }

  return {
    get dueAt() {
      return pace.dueAt
    },
    async next() {
      for (;;) {
        if (ending && held === '' && heldTokens.length === 0) return finish(ending)
        if (!ending) {
          const due = pace.dueAt
          if (!failure && !cancelled) await pace.step()
          if (failure) throw failure
          if (cancelled) return finish({ reason: null, stopText: null })
          firstTokenAt ||= performance.now()
          firstDue ||= due
          lastDue = due
          breakWhenDue()
          const batch = source.take()
          heldTokens.push(...batch.tokens)
          ending = batch.ending
          const chunk = release(batch.text)
          if (chunk) return chunk
        }
      }
    },
    abandon() {
      cancelled = true
      remove()
      pace.wake()
    },
  }
}
