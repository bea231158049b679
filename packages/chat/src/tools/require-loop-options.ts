import { TabbyRequestError } from '@tabby/core'
import type { ToolLoopOptions } from './tool-run.js'

/**
 * Refuses options of a run that cannot be meant, before anything is sent.
 *
 * @throws TabbyRequestError that names the option.
 */
export function requireLoopOptions({ tools, maxSteps, maxParallelCalls, toolTimeout, approve }: ToolLoopOptions): void {
  requireThat(Array.isArray(tools), 'tools must be a list of tools that defineTool made')
  const names = new Set<string>()
  for (const [index, tool] of tools.entries()) {
    const name: unknown = tool?.function?.name
    requireThat(typeof name === 'string' && name, `tools.${index} must have a name`)
    requireThat(
      typeof tool.run === 'function',
      `tools.${index} (${name}) cannot be run: make it with defineTool, with an execute function`,
    )
    requireThat(!names.has(name), `tools has two tools named ${name}: each needs a name of its own`)
    names.add(name)
  }
  requireThat(isCount(maxSteps), 'maxSteps must be a whole number of 1 or more')
  requireThat(isCount(maxParallelCalls), 'maxParallelCalls must be a whole number of 1 or more')
  requireThat(
    toolTimeout === undefined || toolTimeout === false || (typeof toolTimeout === 'number' && toolTimeout > 0),
    'toolTimeout must be a number of milliseconds above 0, or false for no limit',
  )
  requireThat(approve === undefined || typeof approve === 'function', 'approve must be a function')
}

/** Infinity is a count too: as many as there are. */
const isCount = (value: unknown) =>
  value === undefined || value === Infinity || (Number.isInteger(value) && (value as number) > 0)

function requireThat(isRight: unknown, sentence: string): asserts isRight {
  if (!isRight) throw new TabbyRequestError(`The run of tools was not started: ${sentence}`)
}
