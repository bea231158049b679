import { memo } from 'preact/compat'
import { embeddingWords } from '../words/embedding-words.js'
import { chooseCellColor } from './choose-cell-color.js'
import type { Comparison } from './comparison.js'
import type { Range } from './read-range.js'

/** One row of the heat map. */
export interface HeatMapRowProps {
  comparison: Comparison
  range: Range
  order: readonly number[]
  row: number
  /** The column of the cell that is in the tab order; undefined in all rows but one. */
  tabColumn: number | undefined
  isSortedBy: boolean
  onSort: (place: number | undefined) => void
}

/** Rendered again only when its own props change, not when the pointer moves. */
export const HeatMapRow = memo(function HeatMapRow(props: HeatMapRowProps) {
  const { comparison, range, order, row, tabColumn, isSortedBy, onSort } = props
  const { texts, similarities } = comparison
  const place = order[row] ?? 0
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          class="heat-map-text"
          aria-pressed={isSortedBy}
          title={embeddingWords.sortBySimilarityTo(texts[place] ?? '')}
          onClick={() => onSort(isSortedBy ? undefined : place)}
        >
          <span class="heat-map-number">{place + 1}</span>
          <span class="heat-map-words">{texts[place]}</span>
        </button>
      </th>
      {order.map((other, column) => {
        const value = similarities[place]?.[other] ?? 0
        const isSame = place === other
        return (
          <td
            key={other}
            data-cell={`${row}-${column}`}
            class={isSame ? 'heat-map-same' : undefined}
            style={isSame ? {} : { ...chooseCellColor(value, range) }}
            tabIndex={column === tabColumn ? 0 : -1}
          >
            <span>{value.toFixed(2)}</span>
          </td>
        )
      })}
    </tr>
  )
})
