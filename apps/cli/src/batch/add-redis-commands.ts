import type { Command } from 'commander'
import { formatExamples } from '../commands/add-server-command.js'
import type { Terminal } from '../terminal/terminal.js'
import { addInputFlags, addServerFlags, parallelOption } from './batch-flags.js'
import { runWorker, showStatus, type StatusFlags, submitRequests, type SubmitFlags, type WorkerFlags } from './queue.js'

const queueFlags = (command: Command): Command =>
  command
    .requiredOption('--redis <url>', 'address of Redis, such as redis://127.0.0.1:6379')
    .option('--queue <name>', 'name of the queue', 'tabby-batch')

const runFlag = (command: Command): Command =>
  command.requiredOption('--run <name>', 'name of the run: letters, digits and underscores')

/** Adds the commands for a queue that several machines work on. */
export function addRedisCommands(batch: Command, terminal: Terminal): void {
  runFlag(queueFlags(addInputFlags(batch.command('submit').argument('[file]', 'requests, a line of JSON each'))))
    .description('add the requests of a file to a queue in Redis; run it again to add what is missing')
    .option('--json', 'write JSON, for scripts')
    .addHelpText(
      'after',
      formatExamples([
        ['tabby batch submit requests.jsonl --redis redis://queue:6379 --run night', 'adds the requests'],
      ]),
    )
    .action((file: string | undefined, flags: SubmitFlags) => submitRequests(file, flags, terminal))
  addServerFlags(queueFlags(batch.command('worker')))
    .description('send the requests of a queue to a server, until Ctrl-C')
    .addOption(parallelOption())
    .addHelpText(
      'after',
      formatExamples([['tabby batch worker --redis redis://queue:6379 --server local', 'on each machine with a GPU']]),
    )
    .action((flags: WorkerFlags) => runWorker(flags, terminal))
  runFlag(queueFlags(batch.command('status')))
    .description('show how far a run in a queue is, and copy its results')
    .option('--out <file>', 'append results that are not there yet')
    .option('--json', 'write JSON, for scripts')
    .addHelpText(
      'after',
      formatExamples([
        ['tabby batch status --redis redis://queue:6379 --run night', 'counts'],
        ['tabby batch status --redis redis://queue:6379 --run night --out results.jsonl', 'and its results'],
      ]),
    )
    .action((flags: StatusFlags) => showStatus(flags, terminal))
}
