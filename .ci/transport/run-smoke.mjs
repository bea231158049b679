// The suite as a program, for the runtimes that have a command line.
import { runSmoke } from './smoke.mjs'

console.log(`results ${JSON.stringify(await runSmoke(JSON.parse(process.argv[2])))}`)
