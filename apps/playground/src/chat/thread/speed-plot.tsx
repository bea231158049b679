import { threadWords } from '../../words/thread-words.js'

const width = 120
const height = 24

/** As many points as fit; a longer reply shows its end while it is written, and all of it afterwards. */
const most = 60

/** Tokens per second over time, as a small curve. The statistics beside it say the same as text. */
export function SpeedPlot({ speeds, isLive }: { speeds: readonly number[]; isLive: boolean }) {
  const points = isLive ? speeds.slice(-most) : thin(speeds)
  if (points.length < 2) return null
  const top = Math.max(...points, 1)
  const step = width / (points.length - 1)
  const line = points.map((speed, place) => `${(place * step).toFixed(1)},${toHeight(speed, top)}`).join(' ')
  return (
    <svg class="speed-plot" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img">
      <title>{threadWords.tokensPerSecondOverTime(top.toFixed(0))}</title>
      <polygon points={`0,${height} ${line} ${width},${height}`} />
      <polyline points={line} />
    </svg>
  )
}

const toHeight = (speed: number, top: number) => (height - 1 - (speed / top) * (height - 3)).toFixed(1)

/** Averages neighbours, so that at most `most` points are left. */
function thin(speeds: readonly number[]): readonly number[] {
  const size = Math.ceil(speeds.length / most)
  if (size < 2) return speeds
  return Array.from({ length: Math.ceil(speeds.length / size) }, (_, place) => {
    const group = speeds.slice(place * size, place * size + size)
    return group.reduce((sum, speed) => sum + speed, 0) / group.length
  })
}
