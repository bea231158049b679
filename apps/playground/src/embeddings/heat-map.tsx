import { useRef, useState } from 'preact/hooks'
import { chooseCellColor } from './choose-cell-color.js'
import type { Comparison } from './comparison.js'
import { HeatMapReadout } from './heat-map-readout.js'
import type { Range } from './read-range.js'

/** Cells beyond this are too small for figures; they are still there for a screen reader. */
const mostWithFigures = 14

/** What the heat map shows. */
export interface HeatMapProps {
  comparison: Comparison
  range: Range
  /** Places of the texts, in the order of rows and columns. */
  order: readonly number[]
  /** The text that the order begins with, if it is one of similarity. */
  sortedBy: number | undefined
  onSort: (place: number | undefined) => void
}

interface Cell {
  row: number
  column: number
}

/**
 * How alike texts are, as a table of figures behind colours. One cell is in the tab order, and arrow keys go on from
 * there; what the cell under the pointer or the focus compares stands below.
 */
export function HeatMap({ comparison, range, order, sortedBy, onSort }: HeatMapProps) {
  const { texts, similarities } = comparison
  const table = useRef<HTMLTableElement>(null)
  const [current, setCurrent] = useState<Cell>({ row: 0, column: Math.min(1, order.length - 1) })
  const [pointed, setPointed] = useState<Cell | undefined>(undefined)
  const last = order.length - 1
  const shown = pointed ?? current

  const move = (event: KeyboardEvent): void => {
    const { row, column } = current
    const moves: Partial<Record<string, Cell>> = {
      ArrowDown: { row: Math.min(last, row + 1), column },
      ArrowLeft: { row, column: Math.max(0, column - 1) },
      ArrowRight: { row, column: Math.min(last, column + 1) },
      ArrowUp: { row: Math.max(0, row - 1), column },
      End: { row, column: last },
      Home: { row, column: 0 },
    }
    const next = moves[event.key]
    if (!next) return
    event.preventDefault()
    setPointed(undefined)
    setCurrent(next)
    table.current?.querySelector<HTMLElement>(`[data-cell='${next.row}-${next.column}']`)?.focus()
  }

  return (
    <div class={`heat-map${order.length > mostWithFigures ? ' heat-map-dense' : ''}`}>
      <div class="heat-map-scroll">
        <table
          ref={table}
          role="grid"
          aria-label="Similarity of each text to each"
          onMouseLeave={() => setPointed(undefined)}
        >
          <thead>
            <tr>
              <th scope="col">
                <span class="visually-hidden">Text</span>
              </th>
              {order.map((place) => (
                <th key={place} scope="col" title={texts[place]}>
                  <span aria-hidden="true">{place + 1}</span>
                  <span class="visually-hidden">{texts[place]}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {order.map((place, row) => (
              <tr key={place}>
                <th scope="row">
                  <button
                    type="button"
                    class="heat-map-text"
                    aria-pressed={sortedBy === place}
                    title={`Sort by similarity to: ${texts[place] ?? ''}`}
                    onClick={() => onSort(sortedBy === place ? undefined : place)}
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
                      tabIndex={row === current.row && column === current.column ? 0 : -1}
                      onFocus={() => setCurrent({ row, column })}
                      onMouseEnter={() => setPointed({ row, column })}
                      onKeyDown={move}
                    >
                      <span>{value.toFixed(2)}</span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <HeatMapReadout comparison={comparison} range={range} left={order[shown.row]} right={order[shown.column]} />
    </div>
  )
}
