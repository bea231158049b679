import { TabbyRequestError } from '../errors/tabby-request-error.js'

/** Refuses an option by its name. The value is not repeated: it may be a key in the wrong place. */
export function refuseOption(name: string, expected: string): never {
  throw new TabbyRequestError(`The option ${name} is not valid: it must be ${expected}`)
}
