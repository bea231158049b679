import type { Command } from 'commander'
import { describeMeasurements, drawSvg } from '../benchmark/show-measurements.js'
import { type Measurement, measureRound } from '../benchmark/measure-round.js'
import { tryWholeFile, writeWholeFile } from '../files/whole-file.js'
import { toJson } from '../output/to-json.js'
import { writeText } from '../output/write-text.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'
import { parseCount, parseNumberList } from './flags.js'

interface BenchFlags {
  contexts: number[]
  parallel: number[]
  svg?: string
  tokens: number
}

/** Adds `tabby bench`. */
export function addBenchCommand(program: Command, terminal: Terminal): void {
  addServerCommand<BenchFlags>(program, terminal, {
    usage: 'bench',
    description: 'measure time to first token, prefill and speed by prompt length and number of parallel requests',
    examples: [
      ['tabby bench', 'a table'],
      ['tabby bench --contexts 256,4096 --parallel 1,8 --svg speed.svg', 'with a chart'],
    ],
    configure: (command) =>
      void command
        .option('--contexts <tokens>', 'prompt lengths, separated by commas', parseNumberList, [128, 512, 1024])
        .option('--parallel <numbers>', 'numbers of parallel requests, separated by commas', parseNumberList, [1, 4])
        .option('--tokens <number>', 'length of each completion', parseCount, 64)
        .option('--svg <file>', 'write a bar chart to a file'),
    async run({ client, signal, json, print }, _words, { contexts, parallel, svg, tokens }) {
      const { stdout, stderr } = terminal
      const rounds = contexts.flatMap((promptTokens) => parallel.map((count) => ({ promptTokens, parallel: count })))
      const measurements: Measurement[] = []
      if (svg !== undefined) await tryWholeFile(svg)
      // The first request after a load includes what the server prepares only once.
      await measureRound(client, { promptTokens: 16, completionTokens: 4, parallel: 1 }, signal)
      try {
        for (const [index, round] of rounds.entries()) {
          if (stderr.isTTY) stderr.write(`\r\u001B[Kround ${index + 1} of ${rounds.length} ...`)
          const measurement = await measureRound(client, { ...round, completionTokens: tokens }, signal)
          measurements.push(measurement)
          if (json) await writeText(stdout, `${toJson(measurement)}\n`)
        }
      } finally {
        if (stderr.isTTY) stderr.write('\r\u001B[K')
        // What was measured before a failure is still shown.
        if (measurements.length > 0) {
          if (!json) await print(measurements, describeMeasurements(measurements))
          if (svg !== undefined) await writeWholeFile(svg, drawSvg(measurements))
        }
      }
    },
  })
}
