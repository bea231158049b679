import type { Endpoint } from '../http/endpoint.js'

/** Every endpoint of the server. */
export const endpointTable: readonly Endpoint<never>[] = []
