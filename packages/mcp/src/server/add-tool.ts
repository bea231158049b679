import { fromJsonSchema, type McpServer, type ServerContext, type ToolAnnotations } from '@modelcontextprotocol/server'
import { isTabbyError } from '@tabby/core'

/** Says how far a call is. Sent only to clients that ask for it. */
export type ShowProgress = (progress: { progress: number; total?: number; message?: string }) => Promise<void>

/** A tool of the server. */
export interface ServerTool<Args> {
  readonly name: string
  readonly description: string
  /** JSON schema of each argument. */
  readonly properties: Record<string, object>
  readonly required?: readonly string[]
  readonly annotations: ToolAnnotations
  /** Does the work, and returns the text of the result. */
  readonly execute: (args: Args, call: { signal: AbortSignal; showProgress: ShowProgress }) => Promise<string>
}

/** Adds a tool. What fails is told to the caller as text; a call that was cancelled gets no result. */
export function addTool<Args>(server: McpServer, tool: ServerTool<Args>): void {
  const { name, description, properties, required = [], annotations, execute } = tool
  const inputSchema = fromJsonSchema<Args>({
    type: 'object',
    properties,
    required: [...required],
    additionalProperties: false,
  })
  server.registerTool(name, { description, inputSchema, annotations }, async (args: Args, context: ServerContext) => {
    const { signal } = context.mcpReq
    try {
      const text = await execute(args, { signal, showProgress: createProgress(context) })
      return { content: [{ type: 'text' as const, text }] }
    } catch (error) {
      signal.throwIfAborted()
      if (!isTabbyError(error)) throw error
      return { isError: true, content: [{ type: 'text' as const, text: error.message }] }
    }
  })
}

function createProgress({ mcpReq }: ServerContext): ShowProgress {
  const progressToken = mcpReq['_meta']?.progressToken
  return async (progress) => {
    if (progressToken === undefined || mcpReq.signal.aborted) return
    await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, ...progress } })
  }
}
