import type { Range } from './read-range.js'

/** Colours of a cell. */
export interface CellColor {
  readonly background: string
  readonly color: '#000000' | '#ffffff'
}

type Rgb = readonly [red: number, green: number, blue: number]

/** From light to dark, so that the order is visible without colour. The same in both themes. */
const stops: readonly Rgb[] = [
  [255, 247, 236],
  [253, 212, 158],
  [252, 141, 89],
  [215, 48, 31],
  [103, 0, 13],
]

/** The colour of a similarity within its range, and black or white text, whichever is more legible. */
export function chooseCellColor(value: number, { least, greatest }: Range): CellColor {
  const share = greatest > least ? (value - least) / (greatest - least) : 1
  const rgb = mix(Math.max(0, Math.min(1, share)) * (stops.length - 1))
  const luminance = measureLuminance(rgb)
  // Contrast with white and with black is equal at a luminance of 0.179, and 4.6 there.
  return { background: `rgb(${rgb.join(', ')})`, color: luminance > 0.179 ? '#000000' : '#ffffff' }
}

function mix(place: number): Rgb {
  const from = stops[Math.min(Math.floor(place), stops.length - 2)]!
  const to = stops[Math.min(Math.floor(place) + 1, stops.length - 1)]!
  const share = place - Math.min(Math.floor(place), stops.length - 2)
  const [red, green, blue] = from.map((value, index) => Math.round(value + (to[index]! - value) * share))
  return [red!, green!, blue!]
}

/** Relative luminance as WCAG 2 defines it. */
function measureLuminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
