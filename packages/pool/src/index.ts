export { createTabbyPool } from './create-tabby-pool.js'
export { mergeStreams, type MergedValue } from './merge-streams.js'
export type { TabbyPool, TabbyPoolMember, TabbyPoolMemberState, TabbyPoolOptions } from './tabby-pool.js'
