import type { AnswerStatistics } from '../conversation/conversation.js'
import { SpeedPlot } from './speed-plot.js'

/** The statistics of a reply, live while it is written. */
export function AnswerFigures({ statistics, isLive }: { statistics: AnswerStatistics; isLive: boolean }) {
  const { timeToFirstToken, tokensPerSecond, promptTokensPerSecond, tokens, promptTokens, speeds } = statistics
  if (tokens === 0) return null
  const figures = [
    tokens === 1 ? '1 token' : `${tokens} tokens`,
    tokensPerSecond === undefined ? undefined : `${tokensPerSecond.toFixed(1)} tokens/s`,
    timeToFirstToken === undefined ? undefined : `first after ${toSeconds(timeToFirstToken)}`,
    promptTokens === undefined ? undefined : `prompt ${promptTokens} tokens`,
    promptTokensPerSecond === undefined ? undefined : `read at ${promptTokensPerSecond.toFixed(0)} tokens/s`,
  ]
  return (
    <div class="answer-figures">
      <SpeedPlot speeds={speeds} isLive={isLive} />
      <span>{figures.filter(Boolean).join(' · ')}</span>
    </div>
  )
}

const toSeconds = (milliseconds: number) =>
  milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
