import { context, SpanStatusCode, trace } from '@opentelemetry/api'
import { isTabbyError, TabbyRequestError } from '@tabby/core'
import { conventionNames } from './convention-names.js'
import { createRecorder } from './create-recorder.js'
import { omitMissing } from './describe-request.js'
import { checkTelemetryOptions, type TelemetryOptions } from './telemetry-options.js'

/** What `createToolSpans` needs from a tool; tools of `defineTool` have it. */
export interface TraceableTool {
  /** What the model is told about it. */
  readonly function: { readonly name: string }
  /** Does the work, with checked arguments. */
  run(args: never, context: never): unknown
}

/**
 * Traces tools: each run gets a span `execute_tool get_weather`, and its duration is measured.
 *
 * Makes no requests and leaves the given tools as they are. What a tool does, such as its own calls, is a child of its
 * span. A tool that throws ends its span with the error's code or name; an aborted run is not an error.
 *
 * @param tools - Tools of `defineTool`.
 * @param options - The same as those of `createTelemetry`. With `content`, arguments and results are written.
 * @returns The same tools, traced, for `runTools` and `streamTools`.
 * @throws TabbyRequestError when an option is not valid, or a tool cannot be run.
 *
 * @example
 * ```ts
 * import { defineTool, runTools } from '@tabby/chat'
 * import { createTabbyClient } from '@tabby/core'
 * import { createToolSpans } from '@tabby/telemetry'
 *
 * const clock = defineTool({
 *   name: 'get_time',
 *   description: 'The time now',
 *   schema: { type: 'object', properties: {} },
 *   execute: () => new Date().toISOString(),
 * })
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const messages = [{ role: 'user', content: 'What time is it?' }]
 * await runTools(client, { messages }, { tools: createToolSpans([clock]) })
 * ```
 */
export function createToolSpans<const Tools extends readonly TraceableTool[]>(
  tools: Tools,
  options: TelemetryOptions = {},
): Tools {
  checkTelemetryOptions('createToolSpans', options)
  if (!Array.isArray(tools)) throw new TabbyRequestError('createToolSpans: the tools must be a list')
  const getRecorder = createRecorder(options)
  return tools.map((tool: TraceableTool, index) => traceTool(tool, index, options, getRecorder)) as unknown as Tools
}

function traceTool(
  tool: TraceableTool,
  index: number,
  { tracerProvider, content = false }: TelemetryOptions,
  getRecorder: ReturnType<typeof createRecorder>,
): TraceableTool {
  const { attributes: names, scope } = conventionNames
  const name: unknown = tool?.function?.name
  if (typeof name !== 'string' || typeof tool.run !== 'function') {
    throw new TabbyRequestError(`createToolSpans: tools.${index} cannot be run: make it with defineTool`)
  }
  return {
    ...tool,
    async run(args, toolContext) {
      const { call, signal } = (toolContext ?? {}) as { call?: { id?: string }; signal?: AbortSignal }
      const begin = performance.now()
      const told = { [names.toolName]: name, [names.toolType]: 'function' }
      const span = (tracerProvider ?? trace.getTracerProvider()).getTracer(scope).startSpan(`execute_tool ${name}`, {
        attributes: omitMissing({ [names.operation]: 'execute_tool', ...told, [names.toolCallId]: call?.id }),
      })
      if (content) span.setAttributes(describe(names.toolArguments, args))
      let failed = {}
      try {
        const result = await context.with(trace.setSpan(context.active(), span), () => tool.run(args, toolContext))
        if (content) span.setAttributes(describe(names.toolResult, result))
        return result
      } catch (error) {
        if (signal?.aborted && error === signal.reason) span.setAttribute(names.leftEarly, true)
        else {
          failed = { [names.errorType]: readErrorType(error) }
          span.setAttributes(failed).setStatus({ code: SpanStatusCode.ERROR })
        }
        throw error
      } finally {
        span.end()
        getRecorder().recordTool((performance.now() - begin) / 1000, { ...told, ...failed })
      }
    },
  }
}

/** What a tool takes and returns must be JSON; if it is not, the run fails but not the trace. */
function describe(name: string, value: unknown): Record<string, string> {
  try {
    const text = JSON.stringify(value)
    return text === undefined ? {} : { [name]: text }
  } catch {
    return {}
  }
}

function readErrorType(error: unknown): string {
  if (isTabbyError(error)) return error.code
  return error instanceof Error ? error.name : '_OTHER'
}
