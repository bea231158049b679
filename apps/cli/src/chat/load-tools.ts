import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineTool, type Tool } from '@tabby/chat'
import { UsageError } from '../failure/errors.js'

/** Loads the tools that are the default export of an ES module. The module runs: it is the user's own code. */
export async function loadTools(path: string): Promise<Tool[]> {
  let exported: unknown
  try {
    const module = (await import(pathToFileURL(resolve(path)).href)) as { default?: unknown }
    exported = module.default
  } catch (error) {
    throw new UsageError(`${path} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
  const tools = Array.isArray(exported) ? exported.map(toTool) : []
  if (tools.length === 0 || !tools.every((tool) => tool !== undefined)) {
    const form = '{ name, description, parameters, execute }, or what defineTool of @tabby/chat makes'
    throw new UsageError(`the default export of ${path} must be a list of tools: each ${form}`)
  }
  const names = tools.map((tool) => tool.function.name)
  const twice = names.find((name, place) => names.indexOf(name) !== place)
  if (twice !== undefined) throw new UsageError(`${path} has two tools named ${twice}`)
  return tools
}

/** A tool of ours, or one in the form of OpenAI with the function that does the work. */
function toTool(value: unknown): Tool | undefined {
  if (isTool(value)) return value
  const { function: nested, ...flat } = (value ?? {}) as Record<string, unknown>
  const definition = { ...(typeof nested === 'object' ? nested : {}), ...flat } as Record<string, unknown>
  const { name, description, parameters = { type: 'object', properties: {} } } = definition
  const execute = definition['execute'] ?? definition['run']
  if (typeof name !== 'string' || typeof execute !== 'function' || typeof parameters !== 'object') return undefined
  return defineTool({
    name,
    description: typeof description === 'string' ? description : '',
    schema: parameters as Record<string, unknown>,
    execute: execute as (args: unknown) => unknown,
  }) as Tool
}

function isTool(value: unknown): value is Tool {
  const { function: definition, check, run } = (value ?? {}) as Partial<Tool>
  return typeof definition?.name === 'string' && typeof check === 'function' && typeof run === 'function'
}
