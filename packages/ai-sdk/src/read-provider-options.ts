import { TabbyRequestError } from '@tabby/core'
import { isRecord } from '@tabby/kit/deltas/is-record'

/**
 * Reads the options of this provider.
 *
 * @param taken - Fields that the call itself sets.
 * @throws TabbyRequestError when they are not an object, or hold one of these fields.
 */
export function readProviderOptions(
  providerOptions: Readonly<Record<string, unknown>> | undefined,
  taken: readonly string[],
): Record<string, unknown> {
  const options = providerOptions?.['tabby'] ?? {}
  if (!isRecord(options)) throw new TabbyRequestError('providerOptions.tabby must be an object with fields of the body')
  const field = taken.find((name) => options[name] !== undefined)
  if (field === undefined) return options
  throw new TabbyRequestError(`providerOptions.tabby must not hold ${field}, because the call sets it itself`)
}
