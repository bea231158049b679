import { defineTool, type Tool } from '@tabby/chat'
import { readJsonSchema } from '../settings/read-json-schema.js'
import { builtInTools } from './built-in-tools.js'
import type { OwnTool } from './own-tool.js'
import { ownTools } from './own-tools.js'
import { runInSandbox } from './run-in-sandbox.js'

/** The tools with these names, as the model gets them: built in, and written by the user. */
export function collectTools(names: readonly string[]): Tool[] {
  const builtIn = builtInTools.map(({ tool }) => tool).filter((tool) => names.includes(tool.function.name))
  return [...builtIn, ...ownTools.value.filter(({ name }) => names.includes(name)).map(toTool)]
}

/** Whether the tool runs without asking where the user has turned questions off: those that others wrote never do. */
export const isBuiltIn = (name: string): boolean => builtInTools.some(({ tool }) => tool.function.name === name)

/** @throws Error with a sentence if the schema is not valid. */
function toTool({ name, description, schema, code, timeLimit }: OwnTool): Tool {
  const reading = readJsonSchema(schema)
  if ('issue' in reading) throw new Error(`${name}: ${reading.issue}`)
  return defineTool({
    name,
    description,
    schema: reading.schema,
    execute: (args, { signal }) => runInSandbox({ code, args, timeLimit: timeLimit * 1000, signal }),
    onError: 'tell-model',
  })
}
