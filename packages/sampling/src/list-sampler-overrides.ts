import { requestJson, type TabbyClient, type TabbyRequestOptions } from '@tabby/core'
import * as v from 'valibot'

/**
 * The response of `GET /v1/sampling/overrides`. An override is an object. The server also keeps and lists values that
 * are not, and these must stay visible, because they cause failures.
 */
export const samplerOverrideListSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    selected_preset: v.nullish(v.string()),
    overrides: v.pipe(
      // A record accepts a list too.
      v.custom<object>((overrides) => !Array.isArray(overrides), 'not an object'),
      v.record(
        v.string(),
        v.union([
          // First, because a loose object accepts a list and turns it into an object.
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

/** An active override. */
export interface ActiveSamplerOverride {
  /** The value. Missing if it was set to null, which does nothing. */
  override?: unknown
  /** Whether it replaces the value in a request. */
  force?: boolean | null | undefined
  /** For lists: whether it is combined with the list in the request. */
  additive?: boolean | null | undefined
}

/**
 * A value that was set without `override` around it. The server accepts it and then fails on every generation (500)
 * until overrides are unloaded or switched. `switchSamplerOverride` refuses to send one.
 */
export type MalformedSamplerOverride = string | number | boolean | unknown[]

/** The active overrides and the available presets. */
export interface SamplerOverrideList {
  /**
   * The preset that was chosen last. The server never clears it: it still names that preset after `overrides` were set
   * directly, and after all were unloaded. `overrides` shows what is active.
   */
  selected_preset?: string | null | undefined
  /** The active overrides, by parameter. */
  overrides: Record<string, ActiveSamplerOverride | MalformedSamplerOverride>
  /** Names of the presets on the server. Only an admin key sees them; with an API key the list is empty. */
  presets?: string[] | null | undefined
}

/**
 * Lists the active sampler overrides and, for an admin key, the available presets.
 *
 * `GET /v1/sampling/overrides`. The admin key is sent if there is one. Works without a loaded model.
 *
 * @param options - Signal, timeout and retries of this call.
 * @returns The active overrides, the last chosen preset, and the names of presets.
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
