import { interruptions } from './interruption.js'
import type { ChooseProfile } from './profile-in.js'

/** Whether a person can be asked which application is meant, and expects it: `init` on a terminal asks before it writes, too. */
export function profileChooser(args: string[]): ChooseProfile | undefined {
  const quiet = ['--help', '-h', '--version', '-V', '--json', '--output', '--yes', '-y']
  const isExpected = args[0] === 'init' && !args.some((arg) => quiet.includes(arg))
  if (!isExpected || !process.stdin.isTTY || !process.stdout.isTTY) return undefined
  return async (candidates) => {
    const { terminalPrompts } = await import('./prompts.js')
    const interruption = interruptions()
    const color = !args.includes('--no-color') && (process.env['NO_COLOR'] ?? '') === ''
    try {
      const name = await terminalPrompts(interruption.signal, color).choose(
        'Which application is the stack for?',
        candidates.map((profile) => ({ name: profile.title, value: profile.name })),
      )
      const chosen = candidates.find((candidate) => candidate.name === name)
      if (chosen === undefined) throw new Error(`no profile ${name}`)
      return chosen
    } finally {
      interruption.stop()
    }
  }
}
