import type { LoadedModel } from '../../state/loaded-model.js'
import { checkContext } from '../../engine/job/check-context.js'
import { startJob } from '../../engine/job/job.js'
import type { GenerationJob } from '../../engine/job/job.js'
import { planScript } from '../../engine/script/plan-script.js'
import { readMarks } from '../../engine/script/read-marks.js'
import type { ScriptRequest } from '../../engine/script/script-request.js'
import { isUsableSchema } from '../../engine/structured/is-usable-schema.js'
import { isDictionary } from '../../json/is-dictionary.js'
import type { ServerState } from '../../state/server-state.js'
import type { CompletionRequest } from './completion-model.js'
import { ContextExceeded } from './generation-failure.js'
import { findSamplingTroubles } from './sampling-troubles.js'

type Sampling = Omit<CompletionRequest, 'prompt'>

/** What a model is to answer. */
export type Asked = Pick<ScriptRequest, 'instruction' | 'afterTool' | 'prompt' | 'tools'> & {
  readonly reasoningBudget?: number
  readonly reasoningBudgetMessage?: string
}

/** One choice that is going to be generated. */
export interface PlannedJob {
  readonly promptTokens: number
  readonly maxTokens: number
  start(choice: number): GenerationJob
}

/** Plans one choice. `maxTokens` 0 or null fills the context (chat_max_tokens_0). */
export function planJob(
  server: ServerState,
  model: LoadedModel,
  body: Sampling,
  asked: Asked,
  counts: { promptTokens: number; maxTokens: number | null },
): PlannedJob {
  const { promptTokens } = counts
  const room = Math.max(1, model.parameters.maxSequenceLength - promptTokens)
  const maxTokens = counts.maxTokens ? Math.min(counts.maxTokens, room) : room
  const wantedTokens = counts.maxTokens || room
  return {
    promptTokens,
    maxTokens: wantedTokens,
    start(choice) {
      const { speed } = server.settings
      const marks = readMarks(server.settings.marks ? asked.instruction : '')
      const troubles = findSamplingTroubles(body)
      const tokenMilliseconds = speed.tokensPerSecond > 0 ? 1000 / speed.tokensPerSecond : 0
      const stops = typeof body.stop === 'string' ? [body.stop] : (body.stop ?? [])
      const crash =
        troubles.crash !== undefined
          ? { after: 0, description: troubles.crash }
          : marks.failAfter !== undefined
            ? { after: marks.failAfter, description: CRASH }
            : undefined
      return startJob(server, {
        choice,
        script: planScript({
          ...asked,
          marks,
          schema: readSchema(body),
          pattern: readPattern(body),
          dialect: model.definition.dialect ?? 'plain',
          tags: model.definition.reasoning ?? { startToken: '<think>', endToken: '</think>' },
          words: server.settings.answers === 'lorem' ? 'lorem' : 'readable',
          seed: server.settings.seed + choice,
          reasoningBudget: asked.reasoningBudget,
          reasoningBudgetMessage: asked.reasoningBudgetMessage ?? '',
          conversation: server.world.conversation ?? [],
        }),
        promptTokens,
        maxTokens,
        minTokens: body.min_tokens ?? 0,
        banEnd: body.ban_eos_token === true,
        stopStrings: stops.filter((stop) => typeof stop === 'string'),
        stopTokens: stops.filter((stop) => typeof stop === 'number'),
        chunk: Math.max(1, marks.chunk ?? 1),
        tokenMilliseconds: marks.delaySeconds === undefined ? tokenMilliseconds : marks.delaySeconds * 1000,
        prefillMilliseconds:
          marks.prefillSeconds === undefined ? speed.prefillMilliseconds : marks.prefillSeconds * 1000,
        impossible: marks.impossible,
        ...(crash && { crash }),
        ...(troubles.consumerFailure !== undefined && { consumerFailure: troubles.consumerFailure }),
      })
    },
  }
}

/** What `[[fail:N]]` leaves in `/health` (health_after_generation_error). */
const CRASH = 'RuntimeError: CUDA error: an illegal memory access was encountered (stub)'

/** Throws when a prompt and what is to be generated do not fit into the context. */
export function requireContext(job: PlannedJob, model: LoadedModel): void {
  const message = checkContext(job.promptTokens, job.maxTokens, model.parameters)
  if (message !== undefined) throw new ContextExceeded(message)
}

function readSchema(body: Sampling): Record<string, unknown> | boolean | undefined {
  const format = body.response_format
  // A schema in response_format may stand in `schema` or by itself (chat_response_format_json_schema_bare).
  const inner = format?.type === 'json_schema' ? format.json_schema : undefined
  const wanted = isDictionary(inner) && 'schema' in inner ? inner.schema : inner
  if (format?.type === 'json') return true
  const schema = wanted ?? body.json_schema ?? undefined
  return isUsableSchema(schema) ? schema : undefined
}

/** The pattern, when it is one: an invalid one is ignored without a word (chat_regex_invalid_IGNORED). */
function readPattern(body: Sampling): string | undefined {
  if (body.regex_pattern === null) return undefined
  try {
    new RegExp(body.regex_pattern)
    return body.regex_pattern
  } catch {
    return undefined
  }
}
