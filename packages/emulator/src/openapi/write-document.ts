import type { Endpoint } from '../http/endpoint.js'
import { operations } from './operations.js'
import { type OpenapiSchema, readTable } from './read-schema.js'
import { requestSchemas } from './request-schemas.js'
import { responseSchemas } from './response-schemas.js'

/**
 * Writes the server's OpenAPI document for the endpoints that are served: its paths, methods, fields and limits. As in
 * the server's, an event stream is described as JSON, and no refusal but the 422 is named.
 */
export function writeDocument(endpoints: readonly Endpoint[]): OpenapiSchema {
  const paths: Record<string, Record<string, OpenapiSchema>> = {}
  for (const endpoint of endpoints) {
    for (const path of endpoint.paths) {
      const described = describe(endpoint, path)
      if (described) paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: described }
    }
  }
  const tables = Object.entries({ ...requestSchemas, ...responseSchemas })
  const schemas = Object.fromEntries(tables.map(([name, table]) => [name, readTable(name, table)]))
  return { openapi: '3.1.0', info: { title: 'TabbyAPI', version: '0.1.0' }, paths, components: { schemas } }
}

function describe({ method, access }: Endpoint, path: string): OpenapiSchema | undefined {
  const operation = operations[`${method} ${path}`]
  if (!operation) return undefined
  const [name, summary, request, response] = operation
  const keys = access === 'none' ? [] : [access === 'admin' ? 'x-admin-key' : 'x-api-key', 'authorization']
  const parameters = keys.map((key) => ({ name: key, in: 'header', required: false, schema: { type: 'string' } }))
  const invalid = { description: 'Validation Error', content: contentOf('HTTPValidationError') }
  return {
    summary,
    operationId: `${name}${path}`.replaceAll(/\W/g, '_') + `_${method.toLowerCase()}`,
    ...(keys.length > 0 ? { parameters } : {}),
    ...(request ? { requestBody: { required: true, content: contentOf(request) } } : {}),
    responses: {
      200: { description: 'Successful Response', content: contentOf(response) },
      ...(keys.length > 0 ? { 422: invalid } : {}),
    },
  }
}

function contentOf(name: string | undefined): OpenapiSchema {
  return { 'application/json': { schema: name === undefined ? {} : { $ref: `#/components/schemas/${name}` } } }
}
