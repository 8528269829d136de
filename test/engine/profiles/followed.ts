import type { ChildProcess } from 'node:child_process'
import { runElkctl, type Result } from '../../../sandbox/run-elkctl.js'

/** So little that it is there in a moment, and reaches back so far that every sender has sent something. */
export const little = ['--seed', '7', '--hours', '0.5', '--scale', '0.1']

/** `sample-data load --follow`, with Ctrl-C as soon as everything is written that is due. */
export function followed(args: string[], env: Record<string, string>): Promise<Result> {
  let child: ChildProcess | undefined
  return runElkctl(['sample-data', 'load', ...little, '--follow', ...args], {
    env,
    onStart: (started) => {
      child = started
    },
    onOutput: (text) => {
      if (text.includes('until Ctrl-C')) child?.kill('SIGINT')
    },
  })
}

/** What it says. */
export const saysOfFollowing = {
  atWork: /Adding documents until Ctrl-C, at most until \S+ … every five minutes\n/,
  atTheEnd: /Done: [\d,]+ documents written, from .* Dashboards stay live until then\.\n$/,
}
