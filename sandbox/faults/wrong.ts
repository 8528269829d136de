import type { Result } from '../run-elkctl.js'
import type { CommandName } from './cell.js'

/** The runs of one cell. */
export type Runs = Record<'first' | 'again' | 'plan', Result>

/** What is not as it should be in the ends and in the outputs of the runs, each in a few words. */
export function wrongIn(runs: Runs, { command, secrets }: { command: CommandName; secrets: Set<string> }): string[] {
  // What was taken away is what a plan would make.
  const planned = command === 'destroy' ? 2 : 0
  return [
    ...(runs.again.code === 0 ? [] : [`the second run ended with ${String(runs.again.code)}: ${said(runs.again)}`]),
    ...(runs.plan.code === planned ? [] : [`plan ended with ${String(runs.plan.code)}: ${said(runs.plan)}`]),
    ...Object.entries(runs).flatMap(([name, { stdout, stderr }]) =>
      wrongOutput(stdout + stderr, secrets).map((what) => `${what} in the output of the run "${name}"`),
    ),
  ]
}

const said = ({ stdout, stderr }: Result): string => `${stderr}${stdout}`.trim().split('\n').slice(0, 3).join(' / ')

function wrongOutput(text: string, secrets: Set<string>): string[] {
  return [
    ...(/^\s+at .*[:(]\d+:\d+/m.test(text) ? ['a stack trace'] : []),
    ...(/bug in elkctl|UnhandledPromise|\[object Object\]/.test(text) ? [`a bug (${text.slice(0, 400)})`] : []),
    ...([...secrets].some((secret) => text.includes(secret)) ? ['a secret'] : []),
  ]
}
