/** Gives the choices of a chunk the indexes that they should have. */
export type IndexShift = <Choice extends { readonly index: number }>(choices: Choice[]) => Choice[]

/**
 * Some servers number the only choice of a stream from 1, or give it an index of their own; whoever reads the first
 * choice would find nothing. The first index that arrives becomes 0, for a stream of which one choice was asked for.
 */
export function createIndexShift(): IndexShift {
  let shift: number | undefined
  return (choices) => {
    shift ??= choices[0]?.index
    const first = shift
    if (!first) return choices
    return choices.map((choice) => (choice.index < first ? choice : { ...choice, index: choice.index - first }))
  }
}
