import { Button } from '../ui/button.js'
import { shellWords } from '../words/shell-words.js'
import { type Theme, theme } from './theme.js'

const next: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' }
const titles: Record<Theme, string> = { system: 'system', light: 'light', dark: 'dark' }
const signs: Record<Theme, string> = { system: '◐', light: '☀', dark: '☾' }

/** Cycles through light, dark and the system setting. */
export function ThemeToggle() {
  return (
    <Button
      kind="quiet"
      label={shellWords.theme(titles[theme.value])}
      onClick={() => (theme.value = next[theme.value])}
    >
      <span aria-hidden="true">{signs[theme.value]}</span>
    </Button>
  )
}
