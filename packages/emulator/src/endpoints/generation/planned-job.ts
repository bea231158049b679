import type { LoadedModel } from '../../state/loaded-model.js'
import { checkContext } from '../../engine/job/check-context.js'
import { startJob } from '../../engine/job/job.js'
import type { GenerationJob } from '../../engine/job/job.js'
import type { ServerState } from '../../state/server-state.js'
import type { Turn } from '../../time/turn.js'
import { ContextExceeded } from './generation-failure.js'
import { prepareAnswer } from './prepare-answer.js'
import type { Asked, PreparedAnswer, Sampling } from './prepare-answer.js'
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
  const room = Math.max(1, model.parameters.maxSequenceLength - promptTokens)
  let prepared: PreparedAnswer | undefined
  return (maxTokens) => ({
    promptTokens,
    maxTokens: maxTokens || room,
    start(choice, turn) {
      const { speed } = server.settings
      // Not before the first of them starts: what goes wrong here is a failure of the generation.
      prepared ??= prepareAnswer(server, model, body, { asked, room })
      const { marks, stopTokens } = prepared
      const troubles = findSamplingTroubles(body)
      const tokenMilliseconds = speed.tokensPerSecond > 0 ? 1000 / speed.tokensPerSecond : 0
      const crash =
        troubles.crash !== undefined
          ? { after: 0, description: troubles.crash }
          : marks.failAfter !== undefined
            ? { after: marks.failAfter, description: CRASH }
            : undefined
      return startJob(server, {
        choice,
        turn,
        script: prepared.script(server.settings.seed + choice),
        promptTokens,
        maxTokens: maxTokens ? Math.min(maxTokens, room) : room,
        minTokens: body.min_tokens ?? 0,
        banEnd: body.ban_eos_token === true,
        stops: prepared.searchStops(),
        stopTokens,
        chunk: Math.min(Math.max(1, marks.chunk ?? 1), MOST_AT_ONCE),
        tokenMilliseconds: marks.delaySeconds === undefined ? tokenMilliseconds : marks.delaySeconds * 1000,
        prefillMilliseconds:
          marks.prefillSeconds === undefined ? speed.prefillMilliseconds : marks.prefillSeconds * 1000,
        impossible: marks.impossible,
        ...(crash && { crash }),
        ...(troubles.consumerFailure !== undefined && { consumerFailure: troubles.consumerFailure }),
      })
    },
  })
}

/** Tokens that `[[chunk:N]]` hands out together at most. */
const MOST_AT_ONCE = 4096

/** What `[[fail:N]]` leaves in `/health` (health_after_generation_error). */
const CRASH = 'RuntimeError: CUDA error: an illegal memory access was encountered (stub)'

/** Throws when a prompt and what is to be generated do not fit into the context. */
export function requireContext(job: PlannedJob, model: LoadedModel): void {
  const message = checkContext(job.promptTokens, job.maxTokens, model.parameters)
  if (message !== undefined) throw new ContextExceeded(message)
}
