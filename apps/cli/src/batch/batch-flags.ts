import { type Command, Option } from 'commander'
import { collectValue, parseCount } from '../commands/flags.js'

/** Flags that say what is sent. */
export interface InputFlags {
  input?: string
  promptTemplate?: string
  schema?: string
  maxTokens?: number
  model?: string
  limit?: number
  skipInvalid?: boolean
}

/** Flags that say where it is sent. */
export interface BatchServerFlags {
  server?: string[]
  url?: string[]
}

/** Adds the flags that say what is sent. */
export function addInputFlags(command: Command): Command {
  return command
    .option('--input <file>', 'rows to make requests of: .csv, or .jsonl with an object per line')
    .option('--prompt-template <text>', 'the message of each row, such as "Classify: {{text}}" with names of columns')
    .option('--schema <file>', 'a JSON schema that each reply must match')
    .option('--max-tokens <number>', 'longest reply to a row, in tokens', parseCount)
    .option('--model <name>', 'the model of all requests: one that another model answers ends the run')
    .option('--limit <number>', 'only the first requests of the file', parseCount)
    .option('--skip-invalid', 'leave out lines that are not valid and report them at the end')
}

/** Adds the flags that say where it is sent. Several servers share the work. */
export function addServerFlags(command: Command): Command {
  return command
    .option('--server <name>', 'name of a saved server, see `tabby servers ls` (repeatable)', collectValue)
    .option('--url <address>', 'address of a server (repeatable; default: TABBY_BASE_URL)', collectValue)
}

/** How many requests run at a time. */
export const parallelOption = (): Option =>
  new Option('--parallel <number>', 'requests at the same time').argParser(parseCount).default(8)
