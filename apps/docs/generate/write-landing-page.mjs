import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../.ci/workspace.mjs'
import { writePage } from './write-page.mjs'

const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** A part of the README. One that is not found fails the build, since the page would lose it silently. */
function pick(pattern, what) {
  const found = pattern.exec(readme)?.[1]
  if (!found) throw new Error(`README.md has no ${what} any more`)
  return found.trim()
}

/** Writes the first page: what the README says first, and a chat that runs in the page. */
export function writeLandingPage() {
  const title = pick(/^# (.+)$/m, 'title')
  const summary = pick(/^> ((?:.+\n> ?)*.+)/m, 'summary').replaceAll(/\n> ?/g, ' ')
  const advantages = pick(/\n\n((?:- .+\n)+)/, 'list of advantages')
  const comparison = pick(/\*\*(Why not[^*]+)\*\*/, 'comparison')
  const reasons = pick(/\*\*Why not[^*]+\*\* ((?:.+\n)+)/, 'reasons')
  const install = pick(/^## Install\n\n(```sh\n[\s\S]*?```)/m, 'command to install')
  const example = pick(/^## Install[\s\S]*?(```ts\n[\s\S]*?```)/m, 'first example')
  writePage(
    'index.md',
    {
      layout: 'page',
      title,
      titleTemplate: false,
      description: summary.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1'),
      source: 'README.md',
    },
    `<div class="vp-doc landing">
<div class="landing-top">
<div class="landing-words">

# Typed clients for TabbyAPI

${summary}

<p class="landing-actions">
  <a class="landing-button landing-button-first" href="./guides/getting-started">Get started</a>
  <a class="landing-button" href="./overview">Overview</a>
  <a class="landing-button" href="./api/">API</a>
</p>

${install}

</div>
<LiveChat />
</div>

<div class="landing-columns">
<div>

## What you get

${advantages}

</div>
<div>

## ${comparison}

${reasons}

[Coming from \`openai\`, the AI SDK, LangChain or \`fetch\`](/guides/from-other-clients)

</div>
</div>

<div class="landing-code">

## A first call

${example}

## The chat above

This is the code behind it. Only \`fetch\` differs from a real program: it leads to the emulator, which runs in this page.

<<< @/.vitepress/theme/stream-reply.ts

</div>
</div>
`,
  )
}
