import { createHash } from 'node:crypto'

/** Scripts that stand in the page itself, such as the one that sets the theme before anything is shown. */
const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g

/** The style that the theme adds for a moment when the theme changes, so that nothing fades. */
const themeStyle =
  '*,*::before,*::after{-webkit-transition:none!important;-moz-transition:none!important;-o-transition:none!important;-ms-transition:none!important;transition:none!important}'

const toHash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * Puts a content security policy into a page: its own scripts, styles and pictures, and no other origin. Inline scripts
 * are allowed by their hash. Highlighted code has its colours in style attributes, so those are allowed.
 */
export function addContentPolicy(html: string): string {
  const hashes = [...html.matchAll(inlineScript)].map(([, script = '']) => toHash(script))
  const policy = [
    "default-src 'none'",
    ["script-src 'self'", ...new Set(hashes)].join(' '),
    `style-src 'self' ${toHash(themeStyle)}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return html.replace(
    '<meta charset="utf-8">',
    `<meta charset="utf-8">\n    <meta http-equiv="Content-Security-Policy" content="${policy}">`,
  )
}
