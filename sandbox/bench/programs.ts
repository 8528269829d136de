import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageFolder } from '../package-folder.js'
import type { BenchData } from './objects.js'

/** In the order in which each program goes through them. */
export const situations = ['first run', 'nothing to do', 'removal'] as const
export type Situation = 'start' | (typeof situations)[number]

/** What is measured. */
export interface Program {
  title: string
  command: (url: string, data: BenchData, situation: Situation) => string[]
}

const elkctl = [process.execPath, join(packageFolder(), 'bin/elkctl.js')]

/** What only starts and ends. */
export const starts: { title: string; command: string[] }[] = [
  { title: 'node -e 0', command: [process.execPath, '-e', '0'] },
  ...['--version', '--help'].map((option) => ({ title: `elkctl ${option}`, command: [...elkctl, option] })),
]

export const programs: Program[] = [
  {
    title: 'lower bound',
    command: (url, { file }, situation) => [
      ...[process.execPath, fileURLToPath(new URL('lower-bound.js', import.meta.url)), url, file],
      situation === 'removal' ? 'DELETE' : 'PUT',
    ],
  },
  {
    title: 'curl',
    command: (url, data, situation) => ['curl', '--silent', '--fail', '--config', curlFile(url, data, situation)],
  },
  {
    title: 'elkctl',
    command: (url, { folder }, situation) => [
      ...elkctl,
      ...(situation === 'removal' ? ['destroy', '--yes', 'bench'] : ['init', '--yes']),
      ...['--quiet', '--no-dashboards', '--data', folder, '--env-file', join(folder, 'bench.env'), '--search-url', url],
    ],
  },
]

/** One process and one connection: an object after the other, which a script cannot know to be there without asking. */
function curlFile(url: string, { objects, folder }: BenchData, situation: Situation): string {
  const file = join(folder, 'curl')
  // A pipeline that a template names stays otherwise.
  const inOrder = situation === 'removal' ? objects.toReversed() : objects
  const requests = inOrder.map(({ path, body }) =>
    [`url = "${url}${path}"`, 'output = "/dev/null"', ...sent(situation, body)].join('\n'),
  )
  writeFileSync(file, requests.join('\nnext\nsilent\nfail\n'))
  return file
}

function sent(situation: Situation, body: object): string[] {
  if (situation === 'removal') return ['request = "DELETE"']
  if (situation === 'nothing to do') return []
  return ['request = "PUT"', 'header = "content-type: application/json"', `data = ${quoted(body)}`]
}

const quoted = (body: object): string => JSON.stringify(JSON.stringify(body))
