import type { StreamToolsOptions, ToolLoopOptions } from './tool-run.js'

/** The options of a run that belong to each of its requests. */
export function toRequestOptions<Options extends StreamToolsOptions>(
  options: Options,
): Omit<Options, keyof ToolLoopOptions> {
  const request = { ...options } as Record<string, unknown>
  for (const name of loopOptions) delete request[name]
  return request as Omit<Options, keyof ToolLoopOptions>
}

/** The compiler knows that none is missing. */
const loopOptions = /* @__PURE__ */ Object.keys({
  tools: 0,
  maxSteps: 0,
  maxParallelCalls: 0,
  toolTimeout: 0,
  approve: 0,
  splitReasoning: 0,
} satisfies Record<keyof ToolLoopOptions, 0>)
