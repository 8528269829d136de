import { expect, it } from '@jest/globals'
import type { Run } from '../../../sandbox/bench/measure.js'
import type { Situation } from '../../../sandbox/bench/programs.js'
import { targetLine, type Row } from '../../../sandbox/bench/table.js'
import { judge } from '../../../sandbox/bench/targets.js'

const run = (wall: number, more: Partial<Run> = {}): Run => ({ wall, checks: 0, cpu: 0.1, memory: 50, ...more })

const row = (program: string, situation: Situation, latency: number, ...runs: Run[]): Row => ({
  ...{ program, objects: 15, latency, situation, requests: 5, runs },
})

const linesOf = (...rows: Row[]) =>
  judge(rows).map((judgement) =>
    targetLine(judgement)
      .slice(2, -2)
      .split(' | ')
      .filter((cell) => cell !== 'elkctl' && cell !== '15')
      .join(' | '),
  )

it('nothing to do is compared with the lower bound at the same distance, and told where it is the worst', () => {
  const rows = [
    ...[row('lower bound', 'nothing to do', 0, run(0.2)), row('elkctl', 'nothing to do', 0, run(0.3))],
    ...[row('lower bound', 'nothing to do', 100, run(0.4)), row('elkctl', 'nothing to do', 100, run(0.7))],
  ]
  expect(linesOf(...rows)).toEqual([
    'nothing to do | time | 100 ms | 0.70 s | 0.40 s (lower bound) | 1.75 × | 1.5 × | missed',
    'nothing to do | CPU | 0 ms | 0.10 s | 0.25 s | 0.40 × | 1 × | met',
    'nothing to do | requests | 0 ms | 5 | 6 | 0.83 × | 1 × | met',
    'nothing to do | memory | 0 ms | 50 MB | 80 MB | 0.63 × | 1 × | met',
  ])
})

it('a first run is compared less its checks, as medians, and with curl at 100 ms alone', () => {
  const own = [run(2, { checks: 0.5 }), run(9), run(1.9, { checks: 0.3, memory: 81 })]
  const rows = [20, 100].flatMap((latency) => [
    row('lower bound', 'first run', latency, run(1)),
    row('curl', 'first run', latency, run(1.9)),
    row('elkctl', 'first run', latency, ...own),
  ])
  expect(linesOf(...rows)).toEqual([
    'first run | time less checks | 20 ms | 1.60 s | 1.00 s (lower bound) | 1.60 × | 1.5 × | missed',
    'first run | time | 100 ms | 2.00 s | 1.90 s (curl) | 1.05 × | 1 × | missed',
    'first run | memory | 20 ms | 50 MB | 80 MB | 0.63 × | 1 × | met',
  ])
})

it('a start has neither objects nor a distance; without GNU time there is no figure of memory', () => {
  const start = (program: string, wall: number): Row => ({
    ...{ program, situation: 'start', requests: 0, runs: [run(wall)] },
  })
  const removal = row('elkctl', 'removal', 0, run(1, { memory: undefined }))
  expect(linesOf(start('node -e 0', 0.05), start('elkctl --version', 0.07), removal)).toEqual([
    'start | elkctl --version | time | – | – | 0.07 s | 0.05 s (node -e 0) | 1.40 × | 1.5 × | met',
  ])
})
