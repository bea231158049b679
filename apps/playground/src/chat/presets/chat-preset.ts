import { type OwnTool, readOwnTool } from '../tools/own-tool.js'

/** Settings under a name: who the model is, and how its replies are generated. */
export interface ChatPreset {
  name: string
  /** System prompt. */
  system: string
  /** Parameters of the request, with the server's names. */
  params: Record<string, unknown>
  /** Text that each reply begins with. */
  prefix: string
  /** First reply of a new conversation, before anybody has asked anything. */
  greeting: string
  /** Name of the model that it was made for; empty for any. */
  model: string
  /** Tools of the user that the model may call. */
  tools: OwnTool[]
}

/** Reads a preset from a value that may hold anything; undefined if it has no name. */
export function readChatPreset(value: unknown): ChatPreset | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const fields = new Map(Object.entries(value))
  const text = (name: string) => {
    const found: unknown = fields.get(name)
    return typeof found === 'string' ? found : ''
  }
  const params: unknown = fields.get('params')
  const tools: unknown = fields.get('tools')
  if (!text('name').trim()) return undefined
  return {
    name: text('name').trim(),
    system: text('system'),
    params:
      typeof params === 'object' && params !== null && !Array.isArray(params) ? (params as ChatPreset['params']) : {},
    prefix: text('prefix'),
    greeting: text('greeting'),
    model: text('model'),
    tools: Array.isArray(tools) ? tools.flatMap((each) => readOwnTool(each) ?? []) : [],
  }
}
