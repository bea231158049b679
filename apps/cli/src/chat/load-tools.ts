import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Tool } from '@tabby/chat'
import { UsageError } from '../failure/errors.js'

/** Loads the tools that an ES module exports by default. The module is run: it is the caller's own code. */
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
    throw new UsageError(`${path} has to export a list of tools, made with defineTool of @tabby/chat, by default`)
  }
  const names = exported.map((tool) => tool.function.name)
  const twice = names.find((name, place) => names.indexOf(name) !== place)
  if (twice !== undefined) throw new UsageError(`${path} has two tools that are called ${twice}`)
  return exported
}

function isTool(value: unknown): value is Tool {
  const { function: told, run } = (value ?? {}) as Partial<Tool>
  return typeof told?.name === 'string' && typeof run === 'function'
}
