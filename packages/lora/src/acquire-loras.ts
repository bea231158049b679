import { type TabbyClient, TabbyRequestError, type TabbyRequestOptions, TabbyResponseError } from '@tabby/core'
import { addRestoreError, restoreOnce } from '@tabby/kit/lifetime/restore-once'
import { getActiveLoras } from './get-active-loras.js'
import { listLoras } from './list-loras.js'
import { loadLoras, type LoadLorasParams, type LoraParams } from './load-loras.js'
import { unloadLoras } from './unload-loras.js'

/** LoRAs that are loaded until the end of a block. */
export interface AcquiredLoras {
  /** Restores the previous LoRAs at the end of an `await using` block. A second call does nothing. */
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Loads LoRAs for a block of code, and then restores those that were loaded before.
 *
 * `GET /v1/lora` and, if any is loaded, `GET /v1/loras`, then `POST /v1/lora/load`; at the end `POST /v1/lora/unload`,
 * and `POST /v1/lora/load` with the previous names and scalings. LoRAs apply to everyone who uses the server. If the
 * server does not report the scaling of a loaded LoRA, or does not list its folder, it could not be restored, so the
 * call is refused before anything changes. If a previous LoRA has been deleted meanwhile, or belongs to another model,
 * the end of the block throws. Current servers cannot load a LoRA (see `loadLoras`), so on them this always fails.
 * Blocks must be nested: two that overlap undo each other.
 *
 * @param client - Needs an `adminKey`.
 * @param params - The LoRAs and their scalings.
 * @param options - Signal, timeout and retries of the first part; the restoring at the end always runs.
 * @returns A handle for `await using`.
 * @throws TabbyResponseError when not all of them could be loaded; the previous ones are then restored, and the message
 * names any that could not be. If the restoring itself fails, `restoreError` is the error of that.
 * @throws TabbyRequestError when the server does not report how a previous LoRA was loaded.
 * @throws TabbyApiError as `loadLoras` does; nothing has changed then. After an abort, a timeout or a lost connection,
 * it is unknown what the server did.
 *
 * @example
 * ```ts
 * import { createTabbyClient } from '@tabby/core'
 * import { acquireLoras } from '@tabby/lora'
 *
 * const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', adminKey: process.env.TABBY_ADMIN_KEY })
 * {
 *   await using used = await acquireLoras(client, { loras: [{ name: 'demo-lora', scaling: 0.5 }] })
 *   console.log('every reply now uses the LoRA', used)
 * }
 * ```
 */
export async function acquireLoras(
  client: TabbyClient,
  params: LoadLorasParams,
  options?: TabbyRequestOptions,
): Promise<AcquiredLoras> {
  const former = (await getActiveLoras(client, options)).data.map(({ id: name, scaling }): LoraParams => {
    if (typeof scaling === 'number') return { name, scaling }
    throw new TabbyRequestError(`acquireLoras could not restore ${name}: the server does not report its scaling`)
  })
  if (former.length > 0) {
    const folders = new Set((await listLoras(client, options)).data.map(({ id }) => id))
    const lost = former.find(({ name }) => !folders.has(name))
    if (lost)
      throw new TabbyRequestError(`acquireLoras could not restore ${lost.name}: the server lists no such folder`)
  }
  const restore = async (): Promise<string[]> => {
    await unloadLoras(client)
    // An empty list is refused.
    return former.length > 0 ? (await loadLoras(client, { loras: former })).failure : []
  }
  const { failure } = await loadLoras(client, params, options)
  if (failure.length > 0) {
    const missing = await restore().catch((restoreError: unknown) => {
      const error = new TabbyResponseError(`not loaded: ${failure.join(', ')}`, { paths: ['failure'] })
      addRestoreError(error, restoreError, 'the former LoRAs')
      throw error
    })
    fail({ loaded: failure, restored: missing })
  }
  return restoreOnce(async () => fail({ restored: await restore() }))
}

/** Throws an error that names everything that could not be done, if there is anything. */
function fail(problems: Record<string, string[]>): void {
  const parts = Object.entries(problems).filter(([, names]) => names.length > 0)
  if (parts.length === 0) return
  const message = parts.map(([what, names]) => `not ${what}: ${names.join(', ')}`).join('; ')
  throw new TabbyResponseError(message, { paths: ['failure'] })
}
