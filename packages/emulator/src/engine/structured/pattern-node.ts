/** A part of a regular expression, as far as samples are made of them. */
export type PatternNode =
  /** One character: how a text is made of it, and what else it takes. */
  | { readonly kind: 'one'; readonly sample: string; takes(character: string): boolean }
  | { readonly kind: 'all'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'either'; readonly nodes: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly node: PatternNode; readonly least: number; readonly most: number }
  /** A place between characters: a beginning, an end, or an edge of a word. */
  | { readonly kind: 'place'; readonly place: 'start' | 'end' | 'edge' | 'inside' }
