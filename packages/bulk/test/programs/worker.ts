import { createTabbyClient } from '@tabby/core'
import { createBulkWorker } from '../../src/bullmq/index.js'

const [name = '', url = '', baseUrl] = process.argv.slice(2)
createBulkWorker(name, createTabbyClient({ baseUrl }), { connection: { url }, concurrency: 4, takeOver: 500 })
