import type { Command } from 'commander'
import { diagnose, type Finding } from '../diagnosis/diagnose.js'
import { RefusedError } from '../failure/errors.js'
import { toOneLine, toVisible } from '../output/terminal-text.js'
import { wrapLine } from '../output/wrap-line.js'
import { readLoginToken } from '../login/read-login-token.js'
import { readServerSettings } from '../server/read-server-settings.js'
import type { Terminal } from '../terminal/terminal.js'
import { addServerCommand } from './add-server-command.js'

const marks = { good: '✓', bad: '✗', unknown: '-' }

/** Adds `tabby doctor`. */
export function addDoctorCommand(program: Command, terminal: Terminal): void {
  addServerCommand(program, terminal, {
    usage: 'doctor',
    description: 'find out what is wrong with the connection; exit code 1 if a check fails',
    examples: [
      [
        'tabby doctor --url http://10.0.0.2:5000',
        'check address, server, health, keys, model and template, and generate one token',
      ],
    ],
    async run({ client, json, signal, print }, _words, flags) {
      const { stdout, colors } = terminal
      const paint = { good: colors.green, bad: colors.red, unknown: colors.dim }
      const findings: Finding[] = []
      const settings = await readServerSettings(flags, terminal)
      const bearerToken = await readLoginToken(client.baseUrl, terminal)
      for await (const finding of diagnose({ ...settings, bearerToken }, signal)) {
        findings.push(finding)
        const { name, state, detail } = finding
        const line = `${paint[state](marks[state])} ${name.padEnd(10)} ${toVisible(toOneLine(detail))}`
        if (!json) stdout.write(`${wrapLine(line, stdout.isTTY ? stdout.columns : undefined, ' '.repeat(13))}\n`)
      }
      if (json) await print(findings, [])
      const bad = findings.filter(({ state }) => state === 'bad').length
      if (bad > 0) throw new RefusedError(`${bad} of ${findings.length} checks failed`)
    },
  })
}
