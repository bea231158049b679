import type { MeterProvider, TracerProvider } from '@opentelemetry/api'
import { TabbyRequestError } from '@tabby/core'

/**
 * A version of the conventions for generative AI: the current one, the last one of their previous repository, or both
 * at once while dashboards migrate. Spans are the same in both; metrics have different names.
 */
export type TelemetryNames = 'v0.1.0' | 'v1.41.0' | 'both'

/** How spans and metrics are written. */
export interface TelemetryOptions {
  /** Where spans go. Default: the global provider, even one that is registered later. */
  readonly tracerProvider?: TracerProvider | undefined
  /** Where metrics go. Default: the global provider, even one that is registered later. */
  readonly meterProvider?: MeterProvider | undefined
  /** Which names metrics have. Default `v0.1.0`. */
  readonly names?: TelemetryNames | undefined
  /**
   * Writes prompts, completions, reasoning, stop sequences, and arguments and results of tools into spans. Default
   * `false`: whoever can read the traces could read the conversations. Keys are never written.
   */
  readonly content?: boolean | undefined
}

const methods = { tracerProvider: 'getTracer', meterProvider: 'getMeter' } as const

/** Refuses options that would fail later or write nothing, by name. */
export function checkTelemetryOptions(caller: string, options: TelemetryOptions & { propagate?: unknown }): void {
  if (typeof options !== 'object' || options === null) refuse(caller, 'the options must be an object')
  for (const [name, method] of Object.entries(methods)) {
    const provider = options[name as keyof typeof methods] as Record<string, unknown> | undefined
    if (provider !== undefined && typeof provider?.[method] !== 'function') {
      refuse(caller, `${name} must be an OpenTelemetry provider, an object with ${method}`)
    }
  }
  if (options.names !== undefined && !['v0.1.0', 'v1.41.0', 'both'].includes(options.names)) {
    refuse(caller, 'names must be v0.1.0, v1.41.0 or both')
  }
  for (const name of ['content', 'propagate'] as const) {
    const value: unknown = options[name]
    if (value !== undefined && typeof value !== 'boolean') refuse(caller, `${name} must be true or false`)
  }
}

function refuse(caller: string, sentence: string): never {
  throw new TabbyRequestError(`${caller}: ${sentence}`)
}
