export { type BatcherOptions, createBatcher } from './create-batcher.js'
export { type BreakerChange, type BreakerOptions, type BreakerState, createBreaker } from './create-breaker.js'
export { type CacheOptions, type CacheStore, createCache } from './create-cache.js'
export { createLimit, type LimitOptions } from './create-limit.js'
