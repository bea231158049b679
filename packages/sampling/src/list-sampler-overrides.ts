import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'

/**
 * The response of `GET /v1/sampling/overrides`. An override is an object. The server also keeps and lists
 * values that are not, and they must be visible to anyone who looks for the cause of its failures.
 */
export const samplerOverrideListSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    selected_preset: v.nullish(v.string()),
    overrides: v.pipe(
      // A record takes a list too.
      v.custom<object>((overrides) => !Array.isArray(overrides), 'not an object'),
      v.record(
        v.string(),
        v.union([
          // First, because a loose object takes a list and makes an object of it.
          v.array(v.unknown()),
          v.looseObject({
            override: v.optional(v.unknown()),
            force: v.nullish(v.boolean()),
            additive: v.nullish(v.boolean()),
          }),
          v.string(),
          v.number(),
          v.boolean(),
        ]),
      ),
    ),
    presets: v.nullish(v.array(v.string())),
  }))()

/** An override that is in force. */
export interface ActiveSamplerOverride {
  /** The value. Absent when it was set to null, which does nothing. */
  override?: unknown
  /** Whether it replaces what a request says. */
  force?: boolean | null | undefined
  /** Whether, for lists, it is put together with the list of the request. */
  additive?: boolean | null | undefined
}

/**
 * Something that was set without `override` around it. The server accepts it and then fails on every generation (500)
 * until overrides are unloaded or switched. `switchSamplerOverride` refuses to send such a thing.
 */
export type MalformedSamplerOverride = string | number | boolean | unknown[]

/** The overrides in force and the presets there are. */
export interface SamplerOverrideList {
  /**
   * The preset that was chosen last. The server never clears it: it still names that preset after `overrides` were
   * given by hand, and after all were unloaded. `overrides` shows what is active.
   */
  selected_preset?: string | null | undefined
  /** What is in force, by parameter. */
  overrides: Record<string, ActiveSamplerOverride | MalformedSamplerOverride>
  /** Names of the presets on the server. Only an admin key is shown any; with an api key the list is empty. */
  presets?: string[] | null | undefined
}

/**
 * Lists the sampler overrides in force, and to an admin key the presets that can be switched to.
 *
 * `GET /v1/sampling/overrides`. The admin key is sent when there is one. No model must be loaded.
 *
 * @param options - Signal, timeout and retries of this call.
 * @returns The overrides in force, the preset chosen last, and the names of presets.
 * @throws TabbyApiError with the code `authentication_error` when the key is missing or wrong.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { listSamplerOverrides } from '@tabby/sampling'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * const { overrides, presets } = await listSamplerOverrides(client)
 * console.log(Object.keys(overrides), presets)
 * ```
 */
export function listSamplerOverrides(client: TabbyClient, options?: TabbyRequestOptions): Promise<SamplerOverrideList> {
  return requestJson<SamplerOverrideList>(client, {
    ...options,
    path: '/v1/sampling/overrides',
    access: 'list',
    schema: samplerOverrideListSchema,
  })
}
