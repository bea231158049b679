import * as v from 'valibot'
import { readPattern } from '../engine/script/scripted-answer.js'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))
const positive = v.pipe(v.number(), v.integer(), v.minValue(1))
const duration = v.pipe(v.number(), v.minValue(0))
const name = v.pipe(v.string(), v.nonEmpty())

const loadParameters = v.strictObject({
  maxSequenceLength: v.exactOptional(positive),
  cacheSize: v.exactOptional(positive),
  cacheMode: v.exactOptional(v.string()),
  chunkSize: v.exactOptional(positive),
  maxBatchSize: v.exactOptional(positive),
  ropeAlpha: v.exactOptional(v.number()),
  outputChunking: v.exactOptional(v.boolean()),
})

const model = v.strictObject({
  name,
  unlisted: v.exactOptional(v.boolean()),
  loadError: v.exactOptional(v.string()),
  failure: v.exactOptional(v.strictObject({ atModule: positive, message: v.string() })),
  modules: v.exactOptional(positive),
  visionModules: v.exactOptional(count),
  vision: v.exactOptional(v.boolean()),
  moduleMilliseconds: v.exactOptional(duration),
  contextLength: v.exactOptional(positive),
  parameters: v.exactOptional(loadParameters),
  template: v.exactOptional(v.string()),
  reasoning: v.exactOptional(v.strictObject({ startToken: name, endToken: name })),
  toolFormat: v.exactOptional(v.picklist(['qwen3_coder', 'harmony'])),
  dialect: v.exactOptional(v.picklist(['plain', 'harmony'])),
  bosToken: v.exactOptional(v.nullable(v.string())),
  eosToken: v.exactOptional(v.string()),
})

const settings = v.strictObject({
  pingSeconds: v.exactOptional(duration),
  kobold: v.exactOptional(v.boolean()),
  disableRequestStreaming: v.exactOptional(v.boolean()),
  inlineModelLoading: v.exactOptional(v.boolean()),
  dummyModelNames: v.exactOptional(v.array(name)),
  sendTracebacks: v.exactOptional(v.boolean()),
  logRequests: v.exactOptional(v.boolean()),
  maxBodyBytes: v.exactOptional(count),
  workingLoras: v.exactOptional(v.boolean()),
  fetchImages: v.exactOptional(v.boolean()),
  directives: v.exactOptional(v.boolean()),
  answers: v.exactOptional(v.picklist(['readable', 'lorem'])),
  seed: v.exactOptional(count),
  speed: v.exactOptional(
    v.strictObject({
      tokensPerSecond: v.exactOptional(duration),
      prefillMilliseconds: v.exactOptional(duration),
      moduleMilliseconds: v.exactOptional(duration),
    }),
  ),
})

const answer = v.union([
  v.string(),
  v.strictObject({
    content: v.exactOptional(v.string()),
    reasoning: v.exactOptional(v.string()),
    toolCalls: v.exactOptional(v.array(v.strictObject({ name, arguments: v.record(v.string(), v.unknown()) }))),
  }),
])

const line = v.pipe(
  v.strictObject({
    when: v.exactOptional(v.pipe(v.string(), v.check(isPattern, 'this regular expression is broken'))),
    role: v.exactOptional(name),
    times: v.exactOptional(positive),
    answer: v.exactOptional(answer),
    answers: v.exactOptional(v.pipe(v.array(answer), v.nonEmpty('there must be at least one answer'))),
  }),
  v.check(
    (given) => (given.answer === undefined) !== (given.answers === undefined),
    'a line needs either "answer" or "answers"',
  ),
)

function isPattern(when: string): boolean {
  try {
    readPattern(when)
    return true
  } catch {
    return false
  }
}

const lines = v.array(line)

/** The shape of a scripted conversation. */
export const conversationSchema = v.lazy((given) =>
  Array.isArray(given) ? lines : v.strictObject({ lines, strict: v.exactOptional(v.boolean()) }),
)

/** The shape of a world file. Unknown keys are refused: a misspelt one would otherwise be ignored silently. */
export const worldSchema = v.strictObject({
  models: v.array(model),
  draftModels: v.exactOptional(v.array(v.strictObject({ name, modules: v.exactOptional(positive) }))),
  embeddingModels: v.exactOptional(
    v.array(v.strictObject({ name, dimensions: v.exactOptional(positive), loadError: v.exactOptional(v.string()) })),
  ),
  loras: v.exactOptional(v.array(v.strictObject({ name }))),
  templates: v.exactOptional(v.array(v.strictObject({ name, source: v.string() }))),
  presets: v.exactOptional(
    v.array(
      v.strictObject({
        name,
        overrides: v.record(
          v.string(),
          v.strictObject({
            override: v.unknown(),
            force: v.exactOptional(v.boolean()),
            additive: v.exactOptional(v.boolean()),
          }),
        ),
      }),
    ),
  ),
  repositories: v.exactOptional(
    v.array(
      v.strictObject({
        id: name,
        missing: v.exactOptional(v.boolean()),
        gated: v.exactOptional(v.boolean()),
        files: v.exactOptional(v.array(name)),
        milliseconds: v.exactOptional(duration),
      }),
    ),
  ),
  images: v.exactOptional(v.array(v.strictObject({ url: name, outcome: v.picklist(['found', 'refused', 'missing']) }))),
  keys: v.exactOptional(v.strictObject({ api: v.array(name), admin: v.array(name) })),
  settings: v.exactOptional(settings),
  loaded: v.exactOptional(
    v.strictObject({
      model: v.exactOptional(name),
      draftModel: v.exactOptional(name),
      embeddingModel: v.exactOptional(name),
      parameters: v.exactOptional(loadParameters),
      preset: v.exactOptional(name),
    }),
  ),
  conversation: v.exactOptional(conversationSchema),
})
