import { threadWords } from '../../words/thread-words.js'
import { shellWords } from '../../words/shell-words.js'
import type { AnswerStatistics } from '../conversation/conversation.js'
import { SpeedPlot } from './speed-plot.js'

/** The statistics of a reply, live while it is written. */
export function AnswerFigures({ statistics, isLive }: { statistics: AnswerStatistics; isLive: boolean }) {
  const { timeToFirstToken, tokensPerSecond, promptTokensPerSecond, tokens, promptTokens, speeds } = statistics
  if (tokens === 0) return null
  const figures = [
    threadWords.tokens(tokens),
    tokensPerSecond === undefined ? undefined : threadWords.tokensS(toText(tokensPerSecond)),
    timeToFirstToken === undefined ? undefined : threadWords.firstAfter(toSeconds(timeToFirstToken)),
    promptTokens === undefined ? undefined : threadWords.promptTokens(promptTokens.toLocaleString(shellWords.locale)),
    promptTokensPerSecond === undefined
      ? undefined
      : threadWords.readAtTokensS(toText(Math.round(promptTokensPerSecond))),
  ]
  return (
    <div class="answer-figures">
      <SpeedPlot speeds={speeds} isLive={isLive} />
      <span>{figures.filter(Boolean).join(' · ')}</span>
    </div>
  )
}

const toText = (speed: number) =>
  speed.toLocaleString(shellWords.locale, { maximumFractionDigits: speed < 1000 ? 1 : 0 })

const toSeconds = (milliseconds: number) =>
  milliseconds < 1000 ? threadWords.ms(milliseconds.toFixed(0)) : threadWords.s((milliseconds / 1000).toFixed(1))
