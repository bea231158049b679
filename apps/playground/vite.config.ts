import { defineConfig } from 'vite'
import { contentPolicy } from './content-policy.js'
import { offlinePage } from './offline-page.js'

/** One page whose files may lie in any folder of any web server, so every address in it is relative. */
export default defineConfig({
  base: './',
  plugins: [contentPolicy(), offlinePage()],
  resolve: { conditions: ['@tabby/source', 'module', 'browser', 'development|production'] },
  // The compiler makes JSX of Preact without a plugin; saving a file reloads the page.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: { target: 'es2022', manifest: true, modulePreload: { polyfill: false } },
})
