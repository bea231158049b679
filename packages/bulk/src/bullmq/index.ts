export { addBulkJobs } from './add-bulk-jobs.js'
export { type BulkWorker, type BulkWorkerOptions, createBulkWorker } from './create-bulk-worker.js'
export { type BulkQueueProgress, getBulkProgress } from './get-bulk-progress.js'
export { readBulkResults } from './read-bulk-results.js'
