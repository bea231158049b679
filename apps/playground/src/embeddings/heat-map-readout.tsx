import { chooseCellColor } from './choose-cell-color.js'
import type { Comparison } from './comparison.js'
import type { Range } from './read-range.js'

const steps = [0, 0.25, 0.5, 0.75, 1]

/** What one cell compares. */
export interface HeatMapReadoutProps {
  comparison: Comparison
  range: Range
  left: number | undefined
  right: number | undefined
}

/** The colour scale, and the two texts of a cell with their similarity. */
export function HeatMapReadout({
  comparison: { texts, similarities },
  range,
  left = 0,
  right = 0,
}: HeatMapReadoutProps) {
  const { least, greatest } = range
  const colors = steps.map((step) => chooseCellColor(least + step * (greatest - least), range).background)
  return (
    <div class="heat-map-readout">
      <div class="heat-map-scale">
        <span>{least.toFixed(2)}</span>
        <span
          class="heat-map-ramp"
          aria-hidden="true"
          style={{ background: `linear-gradient(90deg, ${colors.join(', ')})` }}
        />
        <span>{greatest.toFixed(2)}</span>
      </div>
      {/* Not announced: a screen reader reads the cell itself, with the texts of its row and column. */}
      <div class="heat-map-pair">
        <strong>{(similarities[left]?.[right] ?? 0).toFixed(4)}</strong>
        <p>
          <span class="heat-map-number">{left + 1}</span> {texts[left]}
        </p>
        <p>
          <span class="heat-map-number">{right + 1}</span> {texts[right]}
        </p>
      </div>
    </div>
  )
}
