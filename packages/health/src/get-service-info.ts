import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'

/** The response of `GET /.well-known/serviceinfo`. */
export const serviceInfoSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    version: v.number(),
    software: v.looseObject({
      name: v.string(),
      repository: v.nullish(v.string()),
      homepage: v.nullish(v.string()),
    }),
    api: v.record(
      v.string(),
      v.looseObject({
        name: v.string(),
        relative_url: v.string(),
        documentation: v.nullish(v.string()),
        version: v.nullish(v.number()),
      }),
    ),
  }))()

/** What kind of server responds. It is the same for every TabbyAPI server, and does not include its version. */
export interface ServiceInfo {
  /** Version of this description. */
  version: number
  /** The program. */
  software: ServiceSoftware
  /** The interfaces it offers, `openai` and `koboldai`. Kobold's is listed even if it is turned off. */
  api: Record<string, ServiceApi>
}

/** The program that responds. */
export interface ServiceSoftware {
  /** `TabbyAPI`. */
  name: string
  /** Where its source is. */
  repository?: string | null | undefined
  /** Where it is described. */
  homepage?: string | null | undefined
}

/** An interface that the server offers. */
export interface ServiceApi {
  /** Its name for people. */
  name: string
  /** Its path, such as `/v1`. */
  relative_url: string
  /** Where it is described. */
  documentation?: string | null | undefined
  /** Its version. */
  version?: number | null | undefined
}

/**
 * Gets what kind of server responds, so that a program can distinguish TabbyAPI from others.
 *
 * `GET /.well-known/serviceinfo`, without a key.
 *
 * @returns The program and its interfaces.
 * @throws TabbyApiError with the code `not_found` if another program responds at that address.
 * @throws TabbyResponseError if its response has another shape.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { getServiceInfo } from '@tabby/health'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000' })
 * const { software } = await getServiceInfo(client)
 * console.log(software.name) // 'TabbyAPI'
 * ```
 */
export function getServiceInfo(client: TabbyClient, options?: TabbyRequestOptions): Promise<ServiceInfo> {
  return requestJson<ServiceInfo>(client, {
    ...options,
    path: '/.well-known/serviceinfo',
    access: 'none',
    schema: serviceInfoSchema,
  })
}
