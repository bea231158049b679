import { GenerationFailure } from './generation-failure.js'

/** A stream that fails before its first event. */
export async function* failingStream(): AsyncGenerator<string, void, undefined> {
  yield* []
  throw new GenerationFailure('a sampling parameter cannot be used')
}
