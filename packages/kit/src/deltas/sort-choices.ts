/**
 * Puts the choices of a completion in the order of their indexes. When two have the same index, each has that of its
 * place: otherwise one would be taken for more of the other.
 */
export function sortChoices<Choice extends { readonly index: number }>(choices: readonly Choice[]): Choice[] {
  const isUnique = new Set(choices.map(({ index }) => index)).size === choices.length
  return isUnique
    ? [...choices].sort((one, other) => one.index - other.index)
    : choices.map((choice, index) => ({ ...choice, index }))
}
