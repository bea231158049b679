import type { TabbyClient, TabbyRequestOptions } from '@tabby/core'
import { restoreOnce } from '@tabby/kit/lifetime/restore-once'
import { listSamplerOverrides } from './list-sampler-overrides.js'
import {
  type SamplerOverride,
  switchSamplerOverride,
  type SwitchSamplerOverrideParams,
} from './switch-sampler-override.js'
import { unloadSamplerOverride } from './unload-sampler-override.js'

/** Overrides that are active until the end of a block. */
export interface AcquiredSamplerOverrides {
  /** Restores the previous overrides at the end of an `await using` block. A second call does nothing. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Activates a preset or overrides for a block of code, and then restores those that were active before.
 *
 * `GET /v1/sampling/overrides` and `POST /v1/sampling/override/switch`; at the end, that switch with the previous
 * values, or `POST /v1/sampling/override/unload` if there were none. Overrides apply to everyone who uses the server.
 * The name of the last chosen preset is not restored: only choosing a preset changes it. Previous overrides in the
 * shape that breaks every generation are not restored. Blocks must be nested: two that overlap undo each other.
 *
 * @param client - Needs an `adminKey`.
 * @param params - The name of a preset, or overrides by parameter.
 * @param options - Signal, timeout and retries of the first part; the restoring at the end always runs.
 * @returns A handle for `await using`.
 * @throws as `switchSamplerOverride` does; nothing has changed then. After an abort, a timeout or a lost connection, it
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
