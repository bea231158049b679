import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { AnswerFigures } from './answer-figures.js'

test('figures have separators, few places, and one token is no tokens', () => {
  const statistics = {
    tokens: 49_857,
    tokensPerSecond: 13_213.21,
    timeToFirstToken: 1234.5,
    promptTokens: 2264,
    promptTokensPerSecond: 999.4,
    duration: 1,
    speeds: [],
  }
  expect(renderToString(<AnswerFigures statistics={statistics} isLive={false} />)).toContain(
    '49,857 tokens · 13,213 tokens/s · first after 1.2 s · prompt 2,264 tokens · read at 999 tokens/s',
  )
  const one = { ...statistics, tokens: 1, tokensPerSecond: 12.34, timeToFirstToken: 80.4 }
  expect(renderToString(<AnswerFigures statistics={one} isLive={false} />)).toContain(
    '1 token · 12.3 tokens/s · first after 80 ms',
  )
})
