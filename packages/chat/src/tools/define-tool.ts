import { readValueSchema, type ToolCall, type ValueOf, type ValueSchema } from '@tabby/core'
import type { ChatTool } from '../chat-completion-params.js'
import { describeIssues } from './describe-issues.js'

/** What a tool gets beside its arguments. */
export interface ToolContext {
  /** Aborted when the run is aborted, when the time of the call is over, and when another call of the step failed. */
  readonly signal: AbortSignal
  /** The call, as the model wrote it. */
  readonly call: ToolCall
}

/** A tool as it is defined. */
export interface ToolDefinition<Schema extends ValueSchema> {
  /** Name by which the model calls it. */
  readonly name: string
  /** What it is good for: the model decides by it. */
  readonly description?: string
  /** What its arguments look like. */
  readonly parameters: Schema
  /** Does the work. What it returns is told to the model, as JSON unless it is a text; what it throws ends the run. */
  readonly execute: (argument: ValueOf<Schema>, context: ToolContext) => unknown
}

/** A tool that can be run. It is a `ChatTool` too, so it can be sent in the `tools` of any chat. */
export interface Tool extends ChatTool {
  /**
   * Runs it with what the model wrote. Arguments that are no JSON, or not what the schema asks for, are no exception
   * but a `problem`, to be told to the model.
   */
  readonly run: (text: string, context: ToolContext) => Promise<{ value: unknown } | { problem: string }>
}

/**
 * Defines a tool that a model may call, with checked and typed arguments.
 *
 * It calls nothing itself; `runTools` and `streamTools` do. `parameters` are a Standard Schema that knows its JSON
 * schema (zod 4.2, arktype 2.1.28, valibot by `toStandardJsonSchema`), a pair `{ schema, jsonSchema }`, or a JSON
 * schema alone; then the arguments are what the model wrote, of unknown type.
 *
 * @param definition - Name, description, parameters and what it does.
 * @returns The tool.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { defineTool, runTools } from '@tabby/chat'
 * import * as v from 'valibot'
 *
 * const schema = v.object({ city: v.string() })
 * const jsonSchema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
 * const weather = defineTool({
 *   name: 'get_weather',
 *   description: 'Weather of a city',
 *   parameters: { schema, jsonSchema },
 *   execute: ({ city }) => ({ city, celsius: 21 }),
 * })
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const messages = [{ role: 'user', content: 'How warm is it in Oslo?' }]
 * const { text } = await runTools(client, { messages }, { tools: [weather] })
 * console.log(text)
 * ```
 */
export function defineTool<const Schema extends ValueSchema>(definition: ToolDefinition<Schema>): Tool {
  const { name, description = '', execute } = definition
  const { schema, jsonSchema } = readValueSchema(definition.parameters)
  return {
    type: 'function',
    function: { name, description, parameters: jsonSchema },
    async run(text, context) {
      let value: unknown
      try {
        // A call without arguments is written as nothing at all by some models.
        value = JSON.parse(text.trim() || '{}')
      } catch {
        return { problem: 'the arguments are no valid JSON' }
      }
      const result = await schema?.['~standard'].validate(value)
      if (result?.issues) return { problem: `the arguments are wrong: ${describeIssues(result.issues)}` }
      return { value: await execute((result ? result.value : value) as ValueOf<Schema>, context) }
    },
  }
}
