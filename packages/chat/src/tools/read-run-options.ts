import { TabbyRequestError } from '@tabby/core'
import type { ToolRunOptions } from './tool-run.js'

/**
 * Refuses options of a run that make no sense, before anything is sent.
 *
 * @returns The options that belong to each request of the run.
 * @throws TabbyRequestError that names the option.
 */
export function readRunOptions<Options extends ToolRunOptions>(options: Options): Omit<Options, keyof ToolRunOptions> {
  requireRunOptions(options)
  const request = { ...options } as Record<string, unknown>
  for (const name of runOptions) delete request[name]
  return request as Omit<Options, keyof ToolRunOptions>
}

/** The compiler ensures that none is missing. */
const runOptions = /* @__PURE__ */ Object.keys({
  tools: 0,
  maxSteps: 0,
  maxParallelCalls: 0,
  toolTimeout: 0,
  approve: 0,
  onToolError: 0,
  onStep: 0,
  splitReasoning: 0,
} satisfies Record<keyof ToolRunOptions, 0>)

function requireRunOptions(options: ToolRunOptions): void {
  requireThat(typeof options === 'object' && options, 'the options must be an object with tools, after the parameters')
  const { tools, maxSteps, maxParallelCalls, toolTimeout, approve, onToolError, onStep } = options
  requireThat(Array.isArray(tools), 'tools must be a list of tools that defineTool made')
  const names = new Set<string>()
  for (const [index, tool] of tools.entries()) {
    const name: unknown = tool?.function?.name
    requireThat(typeof name === 'string' && name, `tools.${index} must have a name`)
    requireThat(
      typeof tool.run === 'function' && typeof tool.check === 'function',
      `tools.${index} (${name}) cannot be run: make it with defineTool, with an execute function`,
    )
    requireThat(!names.has(name), `tools has two tools named ${name}: each needs a unique name`)
    names.add(name)
    requireThat(
      tool.approve !== true || approve,
      `tools.${index} (${name}) needs approval, so the run must have an approve function`,
    )
  }
  requireThat(isCount(maxSteps), 'maxSteps must be a whole number of 1 or more')
  requireThat(isCount(maxParallelCalls), 'maxParallelCalls must be a whole number of 1 or more')
  requireThat(
    toolTimeout === undefined || toolTimeout === false || (typeof toolTimeout === 'number' && toolTimeout > 0),
    'toolTimeout must be a number of milliseconds above 0, or false for no limit',
  )
  requireThat(approve === undefined || typeof approve === 'function', 'approve must be a function')
  requireThat(onStep === undefined || typeof onStep === 'function', 'onStep must be a function')
  requireThat(
    onToolError === undefined || onToolError === 'throw' || onToolError === 'tell-model',
    "onToolError must be 'throw' or 'tell-model'",
  )
}

/** Infinity is a valid count: no limit. */
const isCount = (value: unknown) =>
  value === undefined || value === Infinity || (Number.isInteger(value) && (value as number) > 0)

function requireThat(isRight: unknown, sentence: string): asserts isRight {
  if (!isRight) throw new TabbyRequestError(`The run of tools was not started: ${sentence}`)
}
