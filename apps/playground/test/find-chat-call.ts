import type { Emulator, JournalEntry } from '@tabby/emulator'

/** The last chat that the emulator was asked for; preflights are none. */
export function findChatCall({ journal }: Emulator): JournalEntry | undefined {
  return journal.filter(({ method, path }) => method === 'POST' && path.includes('chat')).at(-1)
}
