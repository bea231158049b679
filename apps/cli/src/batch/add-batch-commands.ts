import { type Command, InvalidArgumentError } from 'commander'
import { formatExamples } from '../commands/add-server-command.js'
import type { Terminal } from '../terminal/terminal.js'
import { addRedisCommands } from './add-redis-commands.js'
import { addInputFlags, addServerFlags, parallelOption } from './batch-flags.js'
import { checkBatch, type CheckFlags } from './check-batch.js'
import { type RunFlags, runRequests } from './run-requests.js'

/** Adds `tabby batch`. */
export function addBatchCommands(program: Command, terminal: Terminal): void {
  const batch = program.command('batch').description('send thousands of requests, and resume after an interruption')
  addRun(batch, terminal, {
    name: 'run',
    description: 'send the requests of a file that are not done yet, and append their results to another',
    retryFailed: false,
    examples: [
      ['tabby batch run requests.jsonl --out results.jsonl', "OpenAI's batch files; again, it goes on"],
      [
        'tabby batch run --input rows.csv --prompt-template "Classify: {{text}}" --out results.jsonl',
        'a request for each row',
      ],
      ['tabby batch run requests.jsonl --out results.jsonl --server a --server b', 'two saved servers share the work'],
    ],
  })
  addRun(batch, terminal, {
    name: 'retry-failed',
    description: 'send the requests again that failed, and those that are not done yet',
    retryFailed: true,
    examples: [['tabby batch retry-failed requests.jsonl --out results.jsonl', 'their errors leave the file']],
  })
  addServerFlags(addInputFlags(batch.command('check').argument('[file]', 'requests, a line of JSON each')))
    .description('show what a file holds, what is not valid, and how long it would take')
    .addOption(parallelOption())
    .option('--json', 'write JSON, for scripts')
    .addHelpText('after', formatExamples([['tabby batch check requests.jsonl', 'sends a few requests to measure']]))
    .action((file: string | undefined, flags: CheckFlags) => checkBatch(file, flags, terminal))
  addRedisCommands(batch, terminal)
}

interface RunCommand {
  readonly name: string
  readonly description: string
  readonly retryFailed: boolean
  readonly examples: readonly (readonly [line: string, meaning: string])[]
}

function addRun(batch: Command, terminal: Terminal, { name, description, retryFailed, examples }: RunCommand): void {
  addServerFlags(addInputFlags(batch.command(name).argument('[file]', 'requests, a line of JSON each')))
    .description(description)
    .requiredOption('--out <file>', 'results, a line of JSON each, in the order in which they arrive')
    .addOption(parallelOption())
    .option('--max-errors <number>', 'end when more requests than this have failed', parseLimit)
    .option('--no-resume', 'refuse to continue a results file that already exists')
    .option('--json', 'write a line of JSON for each request, for scripts')
    .addHelpText('after', formatExamples(examples))
    .action((file: string | undefined, flags: RunFlags) => runRequests(file, flags, terminal, { retryFailed }))
}

function parseLimit(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isInteger(number) && number >= 0) return number
  throw new InvalidArgumentError('It must be a whole number, 0 or more.')
}
