import type { AnswerStatistics } from '../conversation/conversation.js'
import { SpeedPlot } from './speed-plot.js'

/** The statistics of a reply, live while it is written. */
export function AnswerFigures({ statistics, isLive }: { statistics: AnswerStatistics; isLive: boolean }) {
  const { timeToFirstToken, tokensPerSecond, promptTokensPerSecond, tokens, promptTokens, speeds } = statistics
  if (tokens === 0) return null
  const figures = [
    tokens === 1 ? '1 token' : `${tokens.toLocaleString('en')} tokens`,
    tokensPerSecond === undefined ? undefined : `${toText(tokensPerSecond)} tokens/s`,
    timeToFirstToken === undefined ? undefined : `first after ${toSeconds(timeToFirstToken)}`,
    promptTokens === undefined ? undefined : `prompt ${promptTokens.toLocaleString('en')} tokens`,
    promptTokensPerSecond === undefined ? undefined : `read at ${toText(Math.round(promptTokensPerSecond))} tokens/s`,
  ]
  return (
    <div class="answer-figures">
      <SpeedPlot speeds={speeds} isLive={isLive} />
      <span>{figures.filter(Boolean).join(' · ')}</span>
    </div>
  )
}

const toText = (speed: number) => speed.toLocaleString('en', { maximumFractionDigits: speed < 1000 ? 1 : 0 })

const toSeconds = (milliseconds: number) =>
  milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
