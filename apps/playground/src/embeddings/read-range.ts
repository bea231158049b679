/** From the smallest to the largest similarity. */
export interface Range {
  readonly least: number
  readonly greatest: number
}

/** The range of similarities between different texts: that of a text with itself would compress the others. */
export function readRange(similarities: readonly Float64Array[]): Range {
  let least = Infinity
  let greatest = -Infinity
  for (const [row, values] of similarities.entries()) {
    for (let column = row + 1; column < values.length; column += 1) {
      least = Math.min(least, values[column]!)
      greatest = Math.max(greatest, values[column]!)
    }
  }
  return least <= greatest ? { least, greatest } : { least: 0, greatest: 1 }
}
