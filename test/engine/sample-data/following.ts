import type { ChildProcess } from 'node:child_process'
import { expect, it } from '@jest/globals'
import { runElkctl } from '../../../sandbox/run-elkctl.js'
import type { Situation } from './situation.js'

export function describeFollowing(at: Situation): void {
  it('with --follow waits for more to write until Ctrl-C, which ends it well', async () => {
    let child: ChildProcess | undefined
    const options = ['--seed', '7', '--hours', '0.25', '--scale', '0.05']
    const { code, stdout } = await runElkctl(
      ['sample-data', 'load', ...options, '--follow', '--env-file', at.installation.envFile],
      {
        onStart: (started) => {
          child = started
        },
        onOutput: (text) => {
          if (text.includes('until Ctrl-C')) child?.kill('SIGINT')
        },
      },
    )
    expect(stdout).toMatch(/Adding documents until Ctrl-C, at most until \S+ … every five minutes\n/)
    expect(stdout).toMatch(/Done: [\d,]+ documents written, from .* Dashboards stay live until then\.\n$/)
    expect(code).toBe(0)
    const there = await at.count()
    // What is to come later is not there yet, and the same command without --follow brings nothing else.
    const latest = await at.search('session-metrics*', { size: 0, aggs: { last: { max: { field: '@timestamp' } } } })
    const ahead = (latest['aggregations'] as { last: { value: number } }).last.value - Date.now()
    expect(ahead).toBeGreaterThan(20 * 60_000)
    expect(ahead).toBeLessThan(30 * 60_000)
    const again = await at.load(options)
    expect(again).toMatchObject({ code: 0, sampleData: { alreadyThere: there, ahead: 8 } })
    expect(again.notes.join()).toContain('this run completes it')
    await at.remove()
    expect(await at.count()).toBe(0)
  }, 120_000)
}
