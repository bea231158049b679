import { useRef, useState } from 'preact/hooks'
import { embeddingWords } from '../words/embedding-words.js'
import type { Comparison } from './comparison.js'
import { HeatMapReadout } from './heat-map-readout.js'
import { HeatMapRow } from './heat-map-row.js'
import type { Range } from './read-range.js'

/** In larger maps, cells are too small for numbers; a screen reader still gets them. */
const mostWithFigures = 14

/** What the heat map shows. */
export interface HeatMapProps {
  comparison: Comparison
  range: Range
  /** Positions of the texts, in the order of rows and columns. */
  order: readonly number[]
  /** The text that the others are sorted by, if they are. */
  sortedBy: number | undefined
  onSort: (place: number | undefined) => void
}

interface Cell {
  readonly row: number
  readonly column: number
}

/**
 * The similarities of texts as a coloured table. One cell is in the tab order, and arrow keys move from there; the two
 * texts of the cell under the pointer or the focus are shown below.
 */
export function HeatMap({ comparison, range, order, sortedBy, onSort }: HeatMapProps) {
  const { texts } = comparison
  const table = useRef<HTMLTableElement>(null)
  const [current, setCurrent] = useState<Cell>({ row: 0, column: Math.min(1, order.length - 1) })
  const [pointed, setPointed] = useState<Cell | undefined>(undefined)
  const last = order.length - 1
  const shown = pointed ?? current

  const move = (event: KeyboardEvent): void => {
    const from = readCell(event.target)
    if (!from) return
    const { row, column } = from
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
    table.current?.querySelector<HTMLElement>(`[data-cell='${next.row}-${next.column}']`)?.focus()
  }

  return (
    <div class={`heat-map${order.length > mostWithFigures ? ' heat-map-dense' : ''}`}>
      <div class="heat-map-scroll">
        <table
          ref={table}
          role="grid"
          aria-label={embeddingWords.similarityBetweenTexts}
          onFocusIn={(event) => setCurrent((before) => readCell(event.target) ?? before)}
          onKeyDown={move}
          onMouseLeave={() => setPointed(undefined)}
          onMouseOver={(event) => setPointed(readCell(event.target))}
        >
          <thead>
            <tr>
              <th scope="col">
                <span class="visually-hidden">{embeddingWords.text}</span>
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
              <HeatMapRow
                key={place}
                comparison={comparison}
                range={range}
                order={order}
                row={row}
                tabColumn={row === current.row ? current.column : undefined}
                isSortedBy={sortedBy === place}
                onSort={onSort}
              />
            ))}
          </tbody>
        </table>
      </div>
      <HeatMapReadout comparison={comparison} range={range} left={order[shown.row]} right={order[shown.column]} />
    </div>
  )
}

/** The cell of an event; none for the headers. */
function readCell(target: EventTarget | null): Cell | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-cell]') : null
  const [row, column] = (cell?.dataset.cell ?? '').split('-').map(Number)
  return row === undefined || column === undefined ? undefined : { row, column }
}
