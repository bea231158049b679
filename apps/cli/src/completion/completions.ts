import type { Command } from 'commander'

/** What a word names, so that a shell can complete it. */
export type NameKind =
  'model' | 'draft model' | 'embedding model' | 'LoRA' | 'template' | 'sampler preset' | 'server' | 'preset' | 'chat'

/** What the arguments of a command and the values of its flags name: a kind of name, or fixed values. */
export interface Completions {
  readonly arguments?: NameKind
  readonly [flag: `--${string}`]: NameKind | readonly string[]
}

/** Commands of commander have no place for this. */
const kept = new WeakMap<Command, Completions>()

/** Remembers what the words of a command name. */
export function setCompletions(command: Command, completions: Completions): void {
  kept.set(command, completions)
}

/** What the words of a command name. */
export const findCompletions = (command: Command): Completions => kept.get(command) ?? {}
