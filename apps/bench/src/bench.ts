// `npm run bench`: ours, the floors and the peers side by side; see README.md.
import { parseArgs } from 'node:util'
import { compare } from './measure/compare.js'
import { floors, ours, peers } from './measure/contender.js'
import { runRounds } from './measure/run-rounds.js'
import { startServer } from './measure/start-process.js'
import { writeTable } from './report/write-table.js'
import { cpuRows } from './rows/cpu-rows.js'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    'without-peers': { type: 'boolean', default: false },
    rows: { type: 'string' },
    rounds: { type: 'string' },
  },
})
const rounds = Number(values.rounds ?? (values.quick ? 5 : 25))
const contenders = [...floors, ...ours, ...(values['without-peers'] ? [] : peers)]
const isWanted = (id: string) => !values.rows || values.rows.split(',').includes(id)
const server = await startServer()
try {
  for (const row of cpuRows.filter(({ id }) => isWanted(id))) {
    const samples = await runRounds(contenders, row.getTask(server.url, values.quick ? 0.5 : 1), rounds)
    console.log(`\n${row.title}, compared with the ${row.floor}, ${rounds} rounds`)
    console.log(writeTable(compare(samples, row.floor)))
  }
} finally {
  server.stop()
}
