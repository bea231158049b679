import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { endpointTable, koboldTable } from '../src/endpoints/endpoint-table.js'
import { serveEmulator } from '../src/testing/index.js'

/** Operations, fields and limits of the server's document, by name. */
const names = readFileSync(new URL('openapi-names.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')

async function readDocument(settings = {}): Promise<any> {
  await using server = await serveEmulator({ settings })
  return (await fetch(`${server.url}/openapi.json`)).json()
}

const nameOf = (content: any): string | undefined => content?.['application/json'].schema.$ref?.split('/').at(-1)

function* listNames(document: any): Generator<string> {
  for (const [path, methods] of Object.entries<any>(document.paths)) {
    for (const [method, { parameters = [], requestBody, responses }] of Object.entries<any>(methods)) {
      const keys = parameters.map(({ name }: { name: string }) => name).join(', ') || 'no key'
      const sent = nameOf(requestBody?.content) ?? 'nothing'
      yield `${method.toUpperCase()} ${path}: ${sent} -> ${nameOf(responses[200].content) ?? 'anything'}; ${keys}`
    }
  }
  for (const [schema, { properties, required = [] }] of Object.entries<any>(document.components.schemas)) {
    for (const [field, type] of Object.entries<any>(properties)) {
      const limits = (type.anyOf ?? [type]).flatMap((one: any) =>
        ['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum']
          .filter((limit) => limit in one)
          .map((limit) => ` ${limit} ${one[limit]}`),
      )
      yield `${schema}.${field}${required.includes(field) ? ' required' : ''}${limits.join('')}`
    }
  }
}

describe('the OpenAPI document', () => {
  test("has the server's operations, fields and limits, and no others", async () => {
    expect([...listNames(await readDocument())].sort()).toEqual([...names].sort())
  })

  test('has every path that is served; those of /api/latest under their version, as in the server', async () => {
    const { paths } = await readDocument()
    const served = [...endpointTable, ...koboldTable].flatMap(({ method, paths: all }) =>
      all.map((path) => [path.replace('/api/latest/', '/api/v1/'), method.toLowerCase()] as const),
    )
    for (const [path, method] of served) expect(paths[path]).toHaveProperty(method)
    const isServed = (path: string): boolean => served.some(([one]) => one === path)
    expect(Object.keys(paths).filter((path) => !isServed(path))).toEqual([])
  })

  test('is without Kobold where that is not served', async () => {
    const { paths } = await readDocument({ kobold: false })
    expect(Object.keys(paths).filter((path) => path.startsWith('/api/'))).toEqual([])
    expect(paths).toHaveProperty(['/v1/models'])
  })

  test('holds together: every reference leads to a schema, every operation has a name of its own', async () => {
    const document = await readDocument()
    const text = JSON.stringify(document)
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(document.components.schemas).toHaveProperty(name)
    }
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toContain('chat_completion_request_v1_chat_completions_post')
    expect(document.components.schemas.ChatCompletionRequest.properties.tool_choice.anyOf[0]).toEqual({
      type: 'string',
      enum: ['none', 'auto', 'required'],
    })
  })
})
