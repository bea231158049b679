export { beginsAs } from './begins-as.js'
export { sampleJson } from './sample-json.js'
export { samplePattern } from './sample-pattern.js'
export { sampleToolCall } from './sample-tool-call.js'
