import type { TabbyClient, TabbyRequestOptions } from '@tabby/core'
import { restoreOnce } from '@tabby/kit/lifetime/restore-once'
import { listSamplerOverrides } from './list-sampler-overrides.js'
import {
  type SamplerOverride,
  switchSamplerOverride,
  type SwitchSamplerOverrideParams,
} from './switch-sampler-override.js'
import { unloadSamplerOverride } from './unload-sampler-override.js'

/** Overrides that are in force until the end of a block. */
export interface AcquiredSamplerOverrides {
  /** Restores the former overrides at the end of an `await using` block. A second call does nothing. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Activates a preset or overrides for a block of code, and afterwards those that were active before.
 *
 * `GET /v1/sampling/overrides` and `POST /v1/sampling/override/switch`; at the end that switch with the former
 * values, or `POST /v1/sampling/override/unload` when there were none. Overrides apply to everyone who uses the server.
 * The name of the preset chosen last is not restored: the server changes it only by choosing a preset. Former overrides
 * in the shape that breaks every generation are left out. Blocks have to lie in each other: two that overlap undo each
 * other.
 *
 * @param client - It needs an `adminKey`.
 * @param params - The name of a preset, or overrides by parameter.
 * @param options - Signal, timeout and retries of the beginning; the end is always done.
 * @returns The end of the block, for `await using`.
 * @throws as `switchSamplerOverride` does; then nothing has changed. After an abort, a timeout or a lost connection it
 * is unknown what the server did.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { createSamplerOverrides, samplerPresets, acquireSamplerOverrides } from '@tabby/sampling'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * {
 *   const overrides = createSamplerOverrides(samplerPresets.greedy)
 *   await using used = await acquireSamplerOverrides(client, { overrides })
 *   console.log('every reply is now deterministic', used)
 * }
 * ```
 */
export async function acquireSamplerOverrides(
  client: TabbyClient,
  params: SwitchSamplerOverrideParams,
  options?: TabbyRequestOptions,
): Promise<AcquiredSamplerOverrides> {
  const { overrides } = await listSamplerOverrides(client, options)
  // An entry without a value does nothing, and one of another shape breaks every generation.
  const former = Object.entries(overrides).filter(
    (entry): entry is [string, SamplerOverride] =>
      typeof entry[1] === 'object' && !Array.isArray(entry[1]) && (entry[1].override ?? null) !== null,
  )
  await switchSamplerOverride(client, params, options)
  return restoreOnce(() =>
    former.length === 0
      ? unloadSamplerOverride(client)
      : switchSamplerOverride(client, { overrides: Object.fromEntries(former) }),
  )
}
