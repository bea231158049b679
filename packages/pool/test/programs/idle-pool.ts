// A program that makes a pool, asks once and does not close it: it has to end by itself.
import { createTabbyClient, requestJson } from '@tabby/core'
import { createTabbyPool } from '../../src/index.js'

const pool = createTabbyPool([createTabbyClient({ baseUrl: process.argv[2]! })], { checkInterval: 60_000 })
await pool.check()
console.log(JSON.stringify(await requestJson<{ id: string }>(pool, { path: '/v1/model' })).slice(0, 20))
