import { median } from './measure.js'
import type { Situation } from './programs.js'
import type { Row } from './table.js'

/** What elkctl is to keep to: a figure of it is at most so many times what it is compared with. */
export interface Target {
  title: string
  program: string
  situation: Situation
  /** of the row, in the unit of what it is compared with */
  figure: (row: Row) => number | undefined
  factor: number
  /** another program in the same situation, or a number */
  against: string | number
  unit: 's' | 'MB' | 'requests'
  /** only there */
  latency?: number
  objects?: number
}

const of =
  (field: 'wall' | 'cpu' | 'memory') =>
  ({ runs }: Row): number | undefined => {
    const known = runs.flatMap((run) => run[field] ?? [])
    return known.length === 0 ? undefined : median(known)
  }

/** Nobody else reads back what it wrote, or asks whether the application can work. */
const withoutChecks = ({ runs }: Row): number => median(runs.map(({ wall, checks }) => wall - checks))

const started = { situation: 'start', figure: of('wall'), factor: 1.5, against: 'node -e 0', unit: 's' } as const
const time = { program: 'elkctl', figure: of('wall'), unit: 's' } as const
const memory = { program: 'elkctl', title: 'memory', figure: of('memory'), factor: 1, against: 80, unit: 'MB' } as const

export const targets: Target[] = [
  { ...started, title: 'time', program: 'elkctl --version' },
  { ...started, title: 'time', program: 'elkctl --help' },
  { ...time, title: 'time', situation: 'nothing to do', factor: 1.5, against: 'lower bound' },
  {
    ...time,
    title: 'time less checks',
    situation: 'first run',
    figure: withoutChecks,
    factor: 1.5,
    against: 'lower bound',
  },
  { ...time, title: 'time', situation: 'first run', factor: 1, against: 'curl', latency: 100 },
  { ...time, title: 'CPU', situation: 'nothing to do', figure: of('cpu'), factor: 1, against: 0.25, objects: 15 },
  {
    ...{ title: 'requests', program: 'elkctl', situation: 'nothing to do', figure: ({ requests }) => requests },
    ...{ factor: 1, against: 6, unit: 'requests' },
  },
  { ...memory, situation: 'first run' },
  { ...memory, situation: 'nothing to do' },
  { ...memory, situation: 'removal' },
]

/** A target at one number of objects: of several distances the one at which the figure is the worst. */
export interface Judgement {
  target: Target
  row: Row
  figure: number
  against: number
  ratio: number
  met: boolean
}

export const judge = (rows: Row[]): Judgement[] =>
  targets.flatMap((target) => {
    const judged = rows.flatMap((row) => judgeRow(target, row, rows))
    const counts = [...new Set(judged.map(({ row }) => row.objects))]
    return counts.flatMap((count) =>
      judged
        .filter(({ row }) => row.objects === count)
        .toSorted((a, b) => b.ratio - a.ratio)
        .slice(0, 1),
    )
  })

function judgeRow(target: Target, row: Row, rows: Row[]): Judgement[] {
  const { program, situation, latency = row.latency, objects = row.objects } = target
  const isMeant =
    row.program === program && row.situation === situation && row.latency === latency && row.objects === objects
  const figure = isMeant ? target.figure(row) : undefined
  const against = typeof target.against === 'number' ? target.against : figureBeside(target.against, row, rows)
  if (figure === undefined || against === undefined) return []
  const ratio = figure / against
  return [{ target, row, figure, against, ratio, met: ratio <= target.factor }]
}

function figureBeside(program: string, { objects, latency, situation }: Row, rows: Row[]): number | undefined {
  const row = rows.find(
    (one) =>
      one.program === program && one.objects === objects && one.latency === latency && one.situation === situation,
  )
  return row && of('wall')(row)
}
