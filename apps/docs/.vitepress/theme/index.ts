// The default theme without the fonts it ships: system fonts show text at once, and nobody downloads 100 kB of letters.
import Theme from 'vitepress/theme-without-fonts'
import type { Theme as VitePressTheme } from 'vitepress'
import { h } from 'vue'
import LiveChat from './live-chat.vue'
import PackageFacts from './package-facts.vue'
import './style.css'

const theme: VitePressTheme = {
  extends: Theme,
  Layout: () => h(Theme.Layout, null, { 'doc-before': () => h(PackageFacts) }),
  enhanceApp({ app }) {
    app.component('LiveChat', LiveChat)
  },
}

export default theme
