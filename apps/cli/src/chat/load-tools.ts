import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Tool } from '@tabby/chat'
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
  if (!Array.isArray(exported) || exported.length === 0 || !exported.every(isTool)) {
    throw new UsageError(`the default export of ${path} must be a list of tools, made with defineTool of @tabby/chat`)
  }
  const names = exported.map((tool) => tool.function.name)
  const twice = names.find((name, place) => names.indexOf(name) !== place)
  if (twice !== undefined) throw new UsageError(`${path} has two tools named ${twice}`)
  return exported
}

function isTool(value: unknown): value is Tool {
  const { function: definition, check, run } = (value ?? {}) as Partial<Tool>
  return typeof definition?.name === 'string' && typeof check === 'function' && typeof run === 'function'
}
