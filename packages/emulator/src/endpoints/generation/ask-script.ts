import { loadSampler } from '../../engine/structured/load-sampler.js'
import type { ToolSpec } from '../../engine/tools/tool-calls.js'
import { refuse } from '../../http/reply.js'
import type { ServerState } from '../../state/server-state.js'
import type { Asked, Sampling } from './prepare-answer.js'

/** What a prompt says last, and who says it. */
interface LastMessage {
  readonly instruction: string
  /** A text completion has none. */
  readonly role?: string | undefined
  readonly tools: readonly ToolSpec[]
}

/** Takes what the conversation has for a prompt, and refuses the request if that is nothing and the script is strict. */
export async function askScript(
  { script }: Pick<ServerState, 'script'>,
  body: Sampling,
  { instruction, role, tools }: LastMessage,
): Promise<Pick<Asked, 'scripted' | 'sampler'>> {
  const scripted = script.take(instruction, role)
  if (!scripted && script.strict)
    refuse(400, 'No line of the scripted conversation fits this request, and it is strict.')
  const { regex_pattern: pattern, json_schema: schema, response_format: format } = body
  const isSampled = tools.length > 0 || Boolean(pattern || schema || format?.type.startsWith('json'))
  return { scripted, sampler: isSampled ? await loadSampler() : undefined }
}
