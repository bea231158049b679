import { TabbyRequestError, type ValueOf, type ValueSchema } from '@tabby/core'
import { readValueSchema } from '@tabby/kit/objects/read-value-schema'
import { checkArguments } from './check-arguments.js'
import type { CheckedArguments, Tool, ToolContext, ToolErrorHandling, ToolVerdict } from './tool.js'

/** Definition of a tool. */
export interface ToolDefinition<
  Schema extends ValueSchema = ValueSchema,
  Name extends string = string,
  Result = unknown,
> {
  /** The name that the model calls it by. */
  readonly name: Name
  /** What it is for. The model decides by this. */
  readonly description?: string | undefined
  /**
   * What its arguments look like: a Standard Schema that provides its JSON schema, a pair `{ schema, jsonSchema }`, or
   * a JSON schema.
   */
  readonly schema: Schema
  /**
   * Who decides whether a call may run. A function decides by itself. With `true` the `approve` of the run is always
   * called, and a run without one is refused; with `false` it is never called. By default it is called if there is one.
   */
  readonly approve?:
    boolean | ((args: ValueOf<Schema>, context: ToolContext) => ToolVerdict | Promise<ToolVerdict>) | undefined
  /**
   * What happens if `execute` throws, instead of the `onToolError` of the run: a failure that the model should know, such
   * as a city that does not exist, need not end the run as a bug does. A function decides for each error; if it returns
   * nothing, `onToolError` decides.
   */
  readonly onError?: ToolErrorHandling | ((error: unknown) => ToolErrorHandling | undefined) | undefined
  /** Does the work. The model gets what it returns: a string as it is, anything else as JSON. */
  readonly execute: (args: ValueOf<Schema>, context: ToolContext) => Result
}

/**
 * Defines a tool that a model may call, with checked and typed arguments.
 *
 * Makes no requests; `runTools` and `streamTools` do. `schema` is a Standard Schema that provides its JSON schema (zod
 * 4.2, arktype 2.1.28, valibot by `toStandardJsonSchema`), a pair `{ schema, jsonSchema }`, or only a JSON schema. With
 * only a JSON schema, nothing is checked, and the arguments have the type `unknown`.
 *
 * @param definition - Name, description, schema, approval and the function that does the work.
 * @returns The tool. Its type keeps the name, the arguments and the result, so that results of a run are typed.
 * @throws TabbyRequestError without a name or an `execute`, and when the schema has no JSON schema; the message says
 *   what to do with a schema of that library.
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
 *   schema: { schema, jsonSchema },
 *   execute: ({ city }) => ({ city, celsius: 21 }),
 * })
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const messages = [{ role: 'user', content: 'How warm is it in Oslo?' }]
 * const { text } = await runTools(client, { messages }, { tools: [weather] })
 * console.log(text)
 * ```
 */
export function defineTool<const Schema extends ValueSchema, const Name extends string, Result>(
  definition: ToolDefinition<Schema, Name, Result>,
): Tool<Name, ValueOf<Schema>, Awaited<Result>> {
  const { name, description = '', approve, onError, execute } = definition
  if (typeof name !== 'string' || !name) throw new TabbyRequestError('The tool was not defined: it must have a name')
  requireThat(name, typeof execute === 'function', 'execute must be a function')
  const isApproval = approve === undefined || typeof approve === 'boolean' || typeof approve === 'function'
  requireThat(name, isApproval, 'approve must be true, false or a function')
  const isHandling = [undefined, 'throw', 'tell-model'].includes(onError as string) || typeof onError === 'function'
  requireThat(name, isHandling, "onError must be 'throw', 'tell-model' or a function")
  const { schema, jsonSchema } = readValueSchema(definition.schema, `The schema of ${name}`)
  return {
    type: 'function',
    function: { name, description, parameters: jsonSchema },
    ...(approve !== undefined && { approve }),
    ...(onError !== undefined && { onError }),
    check: (text) => checkArguments(text, schema) as Promise<CheckedArguments<ValueOf<Schema>>>,
    run: (args, context) => execute(args, context) as Awaited<Result>,
    // The server gets only the fields of a `ChatTool`. A copy with another description keeps this method.
    toJSON() {
      const { type, function: told } = this
      return { type, function: told }
    },
  } as Tool<Name, ValueOf<Schema>, Awaited<Result>>
}

function requireThat(name: string, isRight: boolean, sentence: string): void {
  if (!isRight) throw new TabbyRequestError(`The tool ${name} was not defined: ${sentence}`)
}
