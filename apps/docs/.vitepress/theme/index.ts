// The default theme without the fonts it ships: system fonts show text at once, and nobody downloads 100 kB of letters.
import Theme from 'vitepress/theme-without-fonts'

export default Theme
