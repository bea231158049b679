import { compileStops, type StopSearcher } from '../../engine/job/stop-strings.js'
import { type Directives, readDirectives } from '../../engine/script/directives.js'
import { planScript } from '../../engine/script/plan-script.js'
import type { Script, ScriptRequest } from '../../engine/script/script.js'
import { isUsableSchema } from '../../engine/structured/is-usable-schema.js'
import { isDictionary } from '../../json/dictionary.js'
import type { LoadedModel } from '../../state/loaded-model.js'
import type { ServerState } from '../../state/server-state.js'
import { GenerationFailure } from './generation-failure.js'
import type { CompletionRequest } from './plan-completion.js'

/** What a generation reads of its request. */
export type Sampling = Omit<CompletionRequest, 'prompt'>

/** What a model is to answer. */
export type Asked = Pick<ScriptRequest, 'instruction' | 'afterTool' | 'prompt' | 'tools'> & {
  readonly scripted: ScriptRequest['scripted']
  readonly sampler: ScriptRequest['sampler']
  readonly reasoningBudget?: number
  readonly reasoningBudgetMessage?: string
}

/** What all choices of one prompt share: read and worked out once, since there can be thousands of them. */
export interface PreparedAnswer {
  readonly directives: Directives
  readonly stopTokens: ReadonlySet<number>
  script(seed: number): Script
  searchStops(): StopSearcher
}

/** Stop strings and tokens of a request, and the characters of the strings. */
const mostStops = 1024
const mostStopCharacters = 100_000

/** Works out the answer to a prompt; `room` is how many tokens there can be of it. */
export function prepareAnswer(
  server: ServerState,
  model: LoadedModel,
  body: Sampling,
  { asked, room }: { asked: Asked; room: number },
): PreparedAnswer {
  const directives = readDirectives(server.settings.directives ? asked.instruction : '')
  const stops = body.stop ?? []
  const stopStrings = stops.filter((stop) => typeof stop === 'string')
  const characters = stopStrings.reduce((sum, stop) => sum + stop.length, 0)
  if (stops.length > mostStops || characters > mostStopCharacters) throw new GenerationFailure('too many stops')
  const schema = readSchema(body)
  const pattern = body.regex_pattern || undefined
  const isConstrained = schema !== undefined || pattern !== undefined || Boolean(body.grammar_string)
  return {
    directives,
    stopTokens: new Set(stops.filter((stop) => typeof stop === 'number')),
    searchStops: compileStops(stopStrings),
    script: planScript({
      ...asked,
      directives,
      schema,
      pattern,
      dialect: model.definition.dialect ?? 'plain',
      tags: model.definition.reasoning ?? { startToken: '<think>', endToken: '</think>' },
      words: server.settings.answers === 'lorem' ? 'lorem' : 'readable',
      limit: room,
      // A grammar takes the place of the filter that ends reasoning.
      reasoningBudget: isConstrained ? undefined : asked.reasoningBudget,
      reasoningBudgetMessage: asked.reasoningBudgetMessage ?? '',
    }),
  }
}

function readSchema(body: Sampling): Record<string, unknown> | boolean | undefined {
  const format = body.response_format
  // A schema in response_format may stand in `schema` or by itself (chat_response_format_json_schema_bare).
  const inner = format?.type === 'json_schema' ? format.json_schema : undefined
  const wanted = isDictionary(inner) && 'schema' in inner ? inner.schema : inner
  if (format?.type === 'json') return true
  const schema = wanted ?? unwrapSchema(body.json_schema) ?? undefined
  // Nothing, in Python's sense, is no constraint (schema_values__json_schema, schema_values__json_schema_false).
  if (!schema || (typeof schema === 'object' && Object.keys(schema).length === 0)) return undefined
  if (typeof schema === 'number' || schema === true) throw new GenerationFailure('the schema is not an object')
  // The server looks for both words in whatever it is, and then for a member (schema_values__json_schema_true).
  const holdsBoth = (typeof schema === 'string' || Array.isArray(schema)) && holdsWrapper(schema)
  if (holdsBoth) throw new GenerationFailure('the schema is not an object')
  return isUsableSchema(schema) ? schema : undefined
}

function holdsWrapper(given: string | readonly unknown[]): boolean {
  return given.includes('schema') && given.includes('name')
}

/** A schema may stand in the wrapper that `response_format` has, with its name. */
function unwrapSchema(given: unknown): unknown {
  return isDictionary(given) && 'schema' in given && 'name' in given ? given.schema : given
}
