import type { Validation } from '../../../shared/validation.ts'
import { type TrendPoint, trendOf } from '../../state/accuracy.ts'
import { useLanguage } from '../language.ts'

const [WIDTH, HEIGHT, EDGE] = [180, 40, 4]
/** The scale ends at all right and begins here, or lower where a check was worse. */
const USUAL_FLOOR = 0.9

/** The shares of the past checks as a line; the caption says the same in words. */
export function TrendLine({ validations }: { validations: readonly Validation[] }) {
  const { t, percent, date } = useLanguage()
  const points = trendOf(validations)
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return null
  const lowest = Math.min(...points.map(({ share }) => share))
  const caption = t('accuracy.trend', {
    count: points.length,
    first: percent(first.share),
    since: date(first.at),
    last: percent(last.share),
    lowest: percent(lowest),
  })
  return (
    <figure class="trend">
      {points.length > 1 && <Line points={points} floor={Math.min(USUAL_FLOOR, lowest)} />}
      <figcaption>{caption}</figcaption>
    </figure>
  )
}

function Line({ points, floor }: { points: readonly TrendPoint[]; floor: number }) {
  const spread = Math.max(0.001, 1 - floor)
  const places = points.map(({ id, share }, index) => ({
    id,
    x: EDGE + (index / (points.length - 1)) * (WIDTH - 2 * EDGE),
    y: EDGE + ((1 - share) / spread) * (HEIGHT - 2 * EDGE),
  }))
  const last = places.at(-1)
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
      focusable="false"
    >
      <line class="trend-all" x1={0} x2={WIDTH} y1={EDGE} y2={EDGE} />
      <polyline
        class="trend-line"
        points={places.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')}
      />
      {last && <circle class="trend-now" cx={last.x} cy={last.y} r={3} />}
    </svg>
  )
}
