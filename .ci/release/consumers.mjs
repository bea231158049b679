import { cpSync, mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../workspace.mjs'

const programs = join(root, '.ci', 'release', 'programs')

/** What installs packages into fresh folders, runs a program against the emulator there, and counts what differs. */
export function createConsumers({ managers, temporary, report, server }) {
  const place = join(temporary, 'consumers')
  mkdirSync(place, { recursive: true })
  const env = { TABBY_BASE_URL: server.url, TABBY_API_KEY: server.apiKey }
  const lastWords = ({ output }) => output.trim().split('\n').slice(-12).join('\n    ')

  /** Installs, and returns the folder when that worked. */
  async function install(title, manager, manifest) {
    const folder = mkdtempSync(join(place, 'consumer-'))
    const outcome = await managers[manager].install(folder, manifest)
    report.expectNone(`${title}: ${manager} installs it`, outcome.code === 0 ? [] : [lastWords(outcome)])
    return outcome.code === 0 ? folder : undefined
  }

  /** Runs one of the programs and returns what it found out. */
  async function run(title, manager, folder, program) {
    cpSync(join(programs, program), join(folder, program))
    const outcome = await managers[manager].runNode(folder, env, program)
    const results = /^results (.*)$/m.exec(outcome.printed)?.[1]
    report.expectNone(
      `${title}: ${program} runs (${manager})`,
      results && outcome.code === 0 ? [] : [lastWords(outcome)],
    )
    return results && JSON.parse(results)
  }

  /** Counts one fact; both sides are printed when they differ. */
  function expectSame(title, found, wanted) {
    const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)]
    report.expectNone(title, left === right ? [] : [`found ${left}`, `wanted ${right}`])
  }

  return { install, run, expectSame, names: Object.keys(managers) }
}
