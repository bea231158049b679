#!/usr/bin/env node
import { runTabby } from './run-tabby.js'
import { createProcessTerminal } from './terminal/create-process-terminal.js'

process.exitCode = await runTabby(process.argv.slice(2), createProcessTerminal())
