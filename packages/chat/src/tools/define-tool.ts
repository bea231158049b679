import { type StandardSchema, TabbyRequestError, type ToolCall, type ValueOf, type ValueSchema } from '@tabby/core'
import { readValueSchema } from '@tabby/kit/objects/read-value-schema'
import type { ChatTool } from '../chat-completion-params.js'
import { describeIssues } from './describe-issues.js'
import { parseArguments } from './parse-arguments.js'

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
 * @throws TabbyRequestError without a name or an `execute`, and when the parameters have no JSON schema; the message
 *   says what to do with a schema of that library.
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
  if (typeof name !== 'string' || !name) throw new TabbyRequestError('The tool was not defined: it must have a name')
  if (typeof execute !== 'function') {
    throw new TabbyRequestError(`The tool ${name} was not defined: execute must be a function`)
  }
  const { schema, jsonSchema } = readValueSchema(definition.parameters, `The parameters schema of ${name}`)
  return {
    type: 'function',
    function: { name, description, parameters: jsonSchema },
    async run(text, context) {
      let value: unknown
      try {
        value = parseArguments(text)
      } catch {
        return { problem: 'the arguments are no valid JSON' }
      }
      const checked = schema ? await checkArguments(schema, value) : { value }
      return 'problem' in checked ? checked : { value: await execute(checked.value as ValueOf<Schema>, context) }
    },
  }
}

/** What the schema says of arguments. One that breaks on what a model wrote has not accepted it. */
async function checkArguments(
  schema: StandardSchema,
  value: unknown,
): Promise<{ value: unknown } | { problem: string }> {
  try {
    const result = await schema['~standard'].validate(value)
    return result.issues ? { problem: `the arguments are wrong: ${describeIssues(result.issues)}` } : result
  } catch {
    return { problem: 'the arguments are wrong: their schema could not check them' }
  }
}
