import { checkContext } from '../../engine/job/check-context.js'
import { type GenerationJob, startJob } from '../../engine/job/job.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import type { ServerState } from '../../state/server-state.js'
import type { Turn } from '../../time/turn.js'
import { ContextExceeded, GenerationFailure } from './generation-failure.js'
import { type Asked, prepareAnswer, type PreparedAnswer, type Sampling } from './prepare-answer.js'
import { findSamplingTroubles } from './sampling-troubles.js'

/** One choice that is going to be generated. */
export interface PlannedJob {
  readonly promptTokens: number
  readonly maxTokens: number
  start(choice: number, turn: Turn): GenerationJob
}

/** Plans the choices of one prompt. `maxTokens` 0 or null fills the context (chat_max_tokens_0). */
export function planJobs(
  server: ServerState,
  model: LoadedModel,
  body: Sampling,
  { asked, promptTokens }: { asked: Asked; promptTokens: number },
): (maxTokens: number | null) => PlannedJob {
  const { cacheSize } = model.parameters
  // What is asked for may fill the cache, which can be longer than the context.
  const room = Math.max(1, cacheSize - promptTokens)
  const automatic = limitTokens(model, promptTokens, null)
  let prepared: PreparedAnswer | undefined
  return (maxTokens) => ({
    promptTokens,
    maxTokens: limitTokens(model, promptTokens, maxTokens),
    start(choice, turn) {
      const { speed } = server.settings
      // Not before the first of them starts: what goes wrong here is a failure of the generation.
      prepared ??= prepareAnswer(server, model, body, { asked, room })
      const { directives, stopTokens } = prepared
      const troubles = findSamplingTroubles(body)
      const tokenMilliseconds = speed.tokensPerSecond > 0 ? 1000 / speed.tokensPerSecond : 0
      const crash =
        troubles.crash !== undefined
          ? { after: 0, description: troubles.crash }
          : directives.failAfter !== undefined
            ? { after: directives.failAfter, description: crashDetail }
            : undefined
      return startJob(server, {
        choice,
        turn,
        script: prepared.script(server.settings.seed + choice),
        promptTokens,
        maxTokens: maxTokens || automatic > 0 ? Math.min(maxTokens || automatic, room) : room,
        minTokens: body.min_tokens ?? 0,
        stops: prepared.searchStops(),
        stopTokens,
        chunk: Math.min(Math.max(1, directives.chunk ?? 1), mostAtOnce),
        tokenMilliseconds: directives.delaySeconds === undefined ? tokenMilliseconds : directives.delaySeconds * 1000,
        prefillMilliseconds:
          directives.prefillSeconds === undefined ? speed.prefillMilliseconds : directives.prefillSeconds * 1000,
        impossible: directives.impossible,
        ...(crash && { crash }),
        ...(troubles.consumerFailure !== undefined && { consumerFailure: troubles.consumerFailure }),
      })
    },
  })
}

/** Tokens that `[[chunk:N]]` hands out together at most. */
const mostAtOnce = 4096

/** What `[[fail:N]]` leaves in `/health` (health_after_generation_error). */
const crashDetail = 'RuntimeError: CUDA error: an illegal memory access was encountered (stub)'

/** Tokens that may be generated: what was asked for, else one less than there is room for; below 1 it is no limit. */
export function limitTokens(model: LoadedModel, promptTokens: number, maxTokens: number | null): number {
  return maxTokens || model.parameters.maxSequenceLength - promptTokens - 1
}

/** Throws when a prompt and what is to be generated do not fit into the context. */
export function requireContext(job: Pick<PlannedJob, 'promptTokens' | 'maxTokens'>, model: LoadedModel): void {
  const message = checkContext(job.promptTokens, job.maxTokens, model.parameters)
  if (message !== undefined) throw new ContextExceeded(message)
}

/** Choices of one request that are planned at most. */
const mostChoices = 2048

/**
 * How many choices a request makes. The server sets `n` no upper limit and would run out of memory; here such a request
 * fails by itself, so that it takes nobody else along.
 */
export function countChoices(n: number | null, prompts: number): number {
  const choices = n ?? 1
  if (choices * prompts > mostChoices) throw new GenerationFailure(`more than ${mostChoices} choices`)
  return choices
}
