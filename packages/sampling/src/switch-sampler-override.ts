import {
  requestJson,
  type SamplerParams,
  type TabbyClient,
  TabbyRequestError,
  type TabbyRequestOptions,
} from '@tabby/core'
import { requireParams, toBody } from '@tabby/kit/body/to-body'
import { isRecord } from '@tabby/kit/deltas/is-record'
import { nothingSchema } from '@tabby/kit/schema/nothing-schema'

/** A value for a sampler parameter that applies to everyone who uses the server. */
export interface SamplerOverride<Value = unknown> {
  /** The value. The server does not check it: a value out of range fails when it is used. */
  override: Value | null
  /**
   * `true` replaces the value in a request; otherwise the value applies only if a request has none. Default `false`.
   */
  force?: boolean | undefined
  /** For lists: `true` combines the value with the list in the request. Default `false`. */
  additive?: boolean | undefined
}

/** Overrides by name of the sampler parameter. `createSamplerOverrides` also takes unknown names. */
export type SamplerOverrides = {
  [Field in keyof SamplerParams]?: SamplerOverride<NonNullable<SamplerParams[Field]>> | undefined
}

/** A preset of the server, or your own overrides. Never both: the server ignores one of them. */
export type SwitchSamplerOverrideParams =
  | {
      /** Name of a preset, as `listSamplerOverrides` returns it for an admin key. */
      preset: string
      /** Not together with a preset. */
      overrides?: undefined
      /** Fields that this version does not know, sent after the others. A field that is declared above is refused. */
      extra?: Record<string, unknown> | undefined
    }
  | {
      /** Overrides by parameter, at least one. They replace all active ones. */
      overrides: SamplerOverrides
      /** Not together with overrides. */
      preset?: undefined
      /** Fields that this version does not know, sent after the others. A field that is declared above is refused. */
      extra?: Record<string, unknown> | undefined
    }

/**
 * Activates a preset, or your own overrides, for everyone who uses the server, in place of the previous ones.
 *
 * `POST /v1/sampling/override/switch`, with the admin key. The server accepts anything as an override, and one that is
 * not `{ override: value }` breaks every generation from then on; a preset silently wins over overrides; and empty
 * overrides are refused (use `unloadSamplerOverride`). All of these are refused before sending. The server does not
 * check values: a forced temperature of 99 is used.
 *
 * @param client - Needs an `adminKey`.
 * @param params - The name of a preset, or overrides by parameter.
 * @param options - Signal and timeout of this call.
 * @throws TabbyRequestError before anything is sent, when there are both a preset and overrides, neither, or an
 * override that is not of the form `{ override, force, additive }`.
 * @throws TabbyApiError with the code `invalid_request` when no preset has that name, and
 * `authentication_error` without the admin key.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { switchSamplerOverride, unloadSamplerOverride } from '@tabby/sampling'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * await switchSamplerOverride(client, {
 *   overrides: { temperature: { override: 0.7 }, max_tokens: { override: 512, force: true } },
 * })
 * await unloadSamplerOverride(client)
 * ```
 */
export async function switchSamplerOverride(
  client: TabbyClient,
  params: SwitchSamplerOverrideParams,
  options?: TabbyRequestOptions,
): Promise<void> {
  requireParams('switchSamplerOverride', params)
  const problem = readSwitchProblem(params)
  if (problem) throw new TabbyRequestError(problem)
  await requestJson(client, {
    ...options,
    path: '/v1/sampling/override/switch',
    access: 'admin',
    operation: 'change',
    body: toBody('POST /v1/sampling/override/switch', params, ['preset', 'overrides']),
    schema: nothingSchema,
  })
}

/** Returns why this must not be sent, if there is a reason. Never quotes values, because they may be a prompt. */
function readSwitchProblem({ preset, overrides }: { preset?: unknown; overrides?: unknown }): string | undefined {
  if (preset && overrides) return 'a preset and overrides exclude each other: the server would ignore the overrides'
  if (preset) return undefined
  if (!isRecord(overrides)) return 'switchSamplerOverride needs a preset or overrides by parameter'
  const entries = Object.entries(overrides).filter(([, entry]) => entry !== undefined)
  if (entries.length === 0) return 'overrides are empty: use unloadSamplerOverride to deactivate all'
  const [broken] = entries.find(([, entry]) => !isRecord(entry) || entry.override === undefined) ?? []
  return broken && `the override of ${broken} must be { override: value }: any other form breaks every generation`
}
