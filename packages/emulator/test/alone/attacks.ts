/** A request that could keep a server busy or fill its memory. */
export interface Attack {
  path: string
  /** A text is sent as it is. */
  body: object | string
}

const chatPath = '/v1/chat/completions'
const say = (content: string, more: object = {}): Attack => ({
  path: chatPath,
  body: { messages: [{ role: 'user', content }], ...more },
})
const many = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index))
const named = (count: number, value: unknown): object =>
  Object.fromEntries(many(count, (index) => [`p${index}`, value]))
const pattern = (source: string): Attack => say('hi', { regex_pattern: source })
const schema = (json: object): Attack => say('hi', { json_schema: json })
const text = (source: string): Attack =>
  schema({ type: 'array', minItems: 50, items: { type: 'string', pattern: source } })
const tool = (parameters: object, content = 'call user'): Attack =>
  say(content, { tools: [{ type: 'function', function: { name: 'user', description: '', parameters } }] })
const post = (path: string, body: object | string): Attack => ({ path, body })
/** Three empty bytes before each: UTF-32. */
const wide = (given: string): string => given.replaceAll(/[^]/g, '\0\0\0$&')

/** By what they try. Each has to leave the server answering others at once. */
export const attacks: Record<string, Attack> = {
  'pattern: nested quantifiers': pattern('(a+)+$b'),
  'pattern: overlapping alternatives': pattern('(a|a){30}$b'),
  'pattern: the recorded text, 17 ways': pattern('(?:.|.|[^x]|\\w|r|e|g|[a-z-]){17,}$b'),
  'pattern: stars in stars': pattern(`${'('.repeat(60)}a*${')*'.repeat(60)}b`),
  'pattern: counted counts': pattern('((a{1,99}){1,99}){1,99}$b'),
  'pattern: back references': pattern('(a*)*\\1b'),
  'pattern: looking around': pattern('(?=(a+)+b)a{30}'),
  'pattern: classes of letters': pattern('(?:\\p{L}|\\p{Lu}|\\p{Ll}|[^\\P{L}])*$\\d'),
  'pattern: an alternation of 10 kB': pattern(`(?:${many(2500, (index) => `a${index % 10}b`).join('|')})*$x`),
  'pattern: thousands of sets': pattern(
    many(1500, (index) => `[\\p{L}${String.fromCharCode(0x4e00 + index)}]`).join(''),
  ),
  'pattern: megabytes': pattern('(a|b)*'.repeat(500_000)),
  'pattern: brackets without an end': pattern('('.repeat(1_000_000)),
  'pattern of a schema': text('(a|a){32}$b'),
  'pattern of many properties': schema({
    type: 'object',
    properties: Object.fromEntries(
      many(5000, (index) => [`p${index}`, { type: 'string', pattern: `(x|x){40}${index}$b` }]),
    ),
  }),
  'pattern of a tool': tool({ type: 'object', properties: { a: { type: 'string', pattern: '(a|a){32}$b' } } }),
  'schema: long texts in a long list': schema({
    type: 'array',
    minItems: 40_000,
    items: { type: 'string', minLength: 999_999 },
  }),
  'schema: allOf of many properties in a long list': schema({
    type: 'array',
    minItems: 40_000,
    items: {
      allOf: [
        { type: 'object', properties: named(5000, false) },
        { type: 'object', properties: {} },
      ],
    },
  }),
  'schema: allOf of allOf': schema(many(12, () => 0).reduce((inner: object) => ({ allOf: [inner, inner, inner] }), {})),
  'schema: references in a circle': schema({
    $ref: '#/$defs/a',
    $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#' } },
  }),
  'schema: itself, many times over': schema({ type: 'object', properties: named(50, { $ref: '#' }), required: ['a'] }),
  'schema: merged references': schema({
    allOf: many(20_000, () => ({ $ref: '#/$defs/a' })),
    $defs: { a: named(100, 1) },
  }),
  'schema: half a million words': schema({ enum: many(500_000, (index) => `w${index}`) }),
  'schema: a large constant': schema({ const: many(30_000, (index) => ({ a: [index, 'x'.repeat(20)] })) }),
  'schema: a deep constant': schema({ const: JSON.parse('['.repeat(2000) + ']'.repeat(2000)) }),
  'schema: a billion members': schema({ type: 'object', minProperties: 1e9 }),
  'schema: a billion different items': schema({
    type: 'array',
    minItems: 1e9,
    uniqueItems: true,
    items: { type: 'object' },
  }),
  'schema: a tiny step': schema({ type: 'array', minItems: 1e9, items: { type: 'number', multipleOf: 1e-300 } }),
  'schema: endless numbers': schema({ type: 'array', minItems: 1e308, items: { type: 'integer', minimum: 1e308 } }),
  'schema: many patterns of properties': schema({ type: 'object', patternProperties: named(50_000, { type: 'null' }) }),
  'schema: many properties': schema({ type: 'object', properties: named(250_000, { type: 'string' }) }),
  'schema: names of prototypes': schema(
    JSON.parse('{"$ref":"#/__proto__/constructor","__proto__":{"type":"object"},"properties":{"__proto__":{}}}'),
  ),
  'directives: a million of everything': say('[[len:1000000]] [[think:1000000]] [[chunk:1000000]]', { n: 2048 }),
  'directives: a million tool calls': tool(
    { type: 'object', properties: { a: { type: 'array', minItems: 40_000 } } },
    'user [[tool:1000000]]',
  ),
  'directives: choices with log probabilities': say('[[len:4000]]', { n: 2048, logprobs: 1, top_logprobs: 10 }),
  'directives: brackets without an end': say('[[a:'.repeat(500_000)),
  'directives: calls without an end': say(`[[say64:${btoa('<tool_call><function=a>'.repeat(3000))}]]`),
  'prompt: quotes without an end': say('“'.repeat(300_000)),
  'prompt: digits without a sign': say('1'.repeat(3_000_000)),
  'prompt: tags without an end': say('<'.repeat(2_000_000)),
  'prompt: blanks': say(`${' '.repeat(5_000_000)}x`),
  'prompt: one word': say('a'.repeat(8_000_000)),
  'prompt: tens of thousands of messages': post(chatPath, { messages: many(40_000, () => ({ content: '' })) }),
  'prompt: thousands of prompts': post('/v1/completions', {
    prompt: many(2000, () => 'a b c d '.repeat(300)),
    max_tokens: 3,
  }),
  'prompt: a hundred thousand prompts': post('/v1/completions', { prompt: many(300_000, () => 'a') }),
  'prompt: variables of a template': say('hi', { template_vars: named(40_000, [1]) }),
  'prompt: an image of megabytes': post(chatPath, {
    model: 'demo-vision-8b-exl3',
    messages: [
      { content: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(8_000_000)}` } }] },
    ],
  }),
  'stops: a hundred thousand': say('hi [[len:4000]]', { stop: many(100_000, (index) => `${index}`) }),
  'stops: a thousand that begin alike': say('hi [[len:4000]]', {
    stop: many(1000, (index) => `Lorem ipsum dolor ${index}`),
  }),
  'stops: one of megabytes': say('hi [[len:4000]]', { stop: 'Lorem ipsum '.repeat(500_000) }),
  'stops: one that holds everything back': say(`[[say64:${btoa('a'.repeat(30_000))}]]`, {
    stop: `${'a'.repeat(90_000)}b`,
  }),
  'body: logit_bias of 45,000': say('hi', {
    logit_bias: Object.fromEntries(many(45_000, (index) => [`${index}`, 1])),
  }),
  'body: half a million issues': post('/v1/token/decode', { tokens: many(500_000, () => 'a') }),
  'body: issues that repeat the body': post(chatPath, {
    a: many(500_000, () => []),
    tools: many(1000, () => ({ function: {} })),
  }),
  'body: deep': post(chatPath, `${'{"a":'.repeat(1_600_000)}`),
  'body: deep lists': post(chatPath, `{"messages":${'['.repeat(3900)}${']'.repeat(3900)}}`),
  'body: millions of lists': post(chatPath, `[${'[],'.repeat(2_700_000)}[]]`),
  'body: an integer of megabytes': post(chatPath, '9'.repeat(8_000_000)),
  'body: escapes': post('/v1/token/encode', `{"text":"${'\\n'.repeat(4_000_000)}"}`),
  'body: four bytes a character': post('/v1/token/encode', wide(`{"text":"${'a'.repeat(2_000_000)}"}`)),
  'body: sequence breakers in a text': say('hi', { dry_sequence_breakers: '1,'.repeat(4_000_000) }),
  'body: longer than the limit': post('/v1/token/encode', `{"text":"${'a'.repeat(60_000_000)}"}`),
  'tokens: half a million decoded': post('/v1/token/decode', { tokens: many(500_000, (index) => index % 150_000) }),
  'tokens: millions encoded': post('/v1/token/encode', { text: '!?'.repeat(4_000_000) }),
  'tokens: counted for Kobold': post('/api/extra/tokencount', { prompt: 'a1 '.repeat(2_700_000) }),
  'Kobold: a stream': post('/api/extra/generate/stream', { prompt: 'a1 '.repeat(2_700_000) }),
  'embeddings: half a million': post('/v1/embeddings', { input: many(500_000, () => 'a') }),
  'embeddings: one of megabytes': post('/v1/embeddings', { input: 'lorem '.repeat(1_350_000) }),
  'embeddings: thousands of pages': post('/v1/embeddings', { input: many(950, () => 'lorem ipsum '.repeat(700)) }),
  'overrides: many': post('/v1/sampling/override/switch', { overrides: named(200_000, { override: 1 }) }),
  'overrides: of prototypes': post(
    '/v1/sampling/override/switch',
    '{"overrides":{"__proto__":{"override":1,"force":true}}}',
  ),
  'path: slashes': post(`/${'/'.repeat(15_000)}x/`, {}),
}
