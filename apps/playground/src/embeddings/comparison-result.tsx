import { memo } from 'preact/compat'
import { useState } from 'preact/hooks'
import { CopyButton } from '../ui/copy-button.js'
import { Notice } from '../ui/notice.js'
import { Select } from '../ui/select.js'
import { embeddingWords } from '../words/embedding-words.js'
import type { Comparison } from './comparison.js'
import { HeatMap } from './heat-map.js'
import { readRange } from './read-range.js'
import { sortBySimilarity } from './sort-by-similarity.js'
import { toCsv } from './to-csv.js'

/** A map of more texts is unreadable, and a table of more than 4,000 cells is slow. */
const mostShown = 64

/** The heat map and its controls. Typing more texts does not redraw it. */
export const ComparisonResult = memo(function ComparisonResult({ comparison }: { comparison: Comparison }) {
  const { texts, vectors, similarities, model, tokens } = comparison
  const [sortedBy, setSortedBy] = useState<number | undefined>(undefined)
  const all = sortedBy === undefined ? texts.map((_, place) => place) : sortBySimilarity(similarities, sortedBy)
  const choices = texts.map((text, place) => ({ value: String(place), label: `${place + 1} · ${text.slice(0, 60)}` }))
  return (
    <section class="comparison" aria-labelledby="comparison-title">
      <div class="comparison-head">
        <h2 id="comparison-title">{embeddingWords.similarity}</h2>
        <p class="comparison-facts">
          {embeddingWords.textsDimensionsTokens(texts.length, vectors[0]?.length ?? 0, tokens, model)}
        </p>
      </div>
      <div class="comparison-tools">
        <Select
          label={embeddingWords.order}
          value={sortedBy === undefined ? '' : String(sortedBy)}
          choices={[{ value: '', label: embeddingWords.asEntered }, ...choices]}
          onChoice={(value) => setSortedBy(value === '' ? undefined : Number(value))}
        />
        <CopyButton label={embeddingWords.copyAsCsv} text={() => toCsv(texts, similarities)} />
      </div>
      {texts.length > mostShown ? <Notice>{embeddingWords.theMapShowsOfTexts(mostShown, texts.length)}</Notice> : null}
      <HeatMap
        comparison={comparison}
        range={readRange(similarities)}
        order={all.slice(0, mostShown)}
        sortedBy={sortedBy}
        onSort={setSortedBy}
      />
    </section>
  )
})
