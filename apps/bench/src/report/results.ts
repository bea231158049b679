import type { Figure } from '../measure/compare.js'
import type { SlowReading } from '../measure/start-process.js'
import type { LayerFigure } from '../rows/layers.js'

/** One row of CPU time, or of time to the first text. */
export interface ResultRow {
  readonly id: string
  readonly title: string
  readonly baseline: string
  readonly goal: number
  /** Medians are in microseconds. */
  readonly figures: readonly Figure[]
}

/** All that one run has measured. */
export interface Results {
  readonly machine: { readonly node: string; readonly processor: string; readonly cores: number; readonly load: number }
  readonly rounds: number
  readonly rows: readonly ResultRow[]
  readonly layers: readonly { readonly title: string; readonly layers: readonly LayerFigure[] }[]
  readonly slowConsumers: readonly (SlowReading & { readonly name: string })[]
  /** Bytes, minified and gzipped. */
  readonly bundles: readonly { readonly name: string; readonly stream: number; readonly list: number | undefined }[]
  readonly coldImports: readonly { readonly name: string; readonly milliseconds: number }[]
  readonly packages: readonly { readonly name: string; readonly count: number }[]
}
