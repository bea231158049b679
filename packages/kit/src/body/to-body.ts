import { TabbyRequestError } from '@tabby/core'
import { isRecord } from '../deltas/is-record.js'

/** Params with `extra`, for fields that this version does not know. */
interface ParamsWithExtra {
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/**
 * Makes the body of a request: the params, and the fields of `extra` after them.
 *
 * @param call - Method and path, for the error.
 * @param own - Fields that the function sets or reads itself, in addition to those in the params.
 * @throws TabbyRequestError when `params` or `extra` is not an object, or when `extra` has a field that does not belong
 *   there.
 */
export function toBody(call: string, params: object, own: readonly string[] = []): Record<string, unknown> {
  requireParams(call, params)
  const { extra, ...rest } = params as ParamsWithExtra
  const fields: Record<string, unknown> = rest
  if (extra === undefined || extra === null) return fields
  if (!isRecord(extra)) {
    throw new TabbyRequestError(`${call}: extra must be an object of further fields for the body`)
  }
  const isHeld = (field: string) => Object.hasOwn(fields, field) && fields[field] !== undefined
  const taken = Object.keys(extra).find((field) => own.includes(field) || isHeld(field))
  if (taken !== undefined) {
    throw new TabbyRequestError(
      `${call}: extra must not hold ${taken}, because the function sets it itself or it is a parameter: ` +
        'remove it from extra, and give it as a parameter if there is one',
    )
  }
  return { ...fields, ...extra }
}

/**
 * Refuses params that are missing or not an object, before any member is read.
 *
 * @param call - Method and path, or the function, for the error.
 * @throws TabbyRequestError that says so.
 */
export function requireParams(call: string, params: unknown): asserts params is object {
  if (typeof params === 'object' && params !== null && !Array.isArray(params)) return
  throw new TabbyRequestError(`${call}: the parameters must be an object, the second argument, after the client`)
}
