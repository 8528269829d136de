import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageFolder } from '../package-folder.js'
import type { BenchData } from './objects.js'

/** What is measured; `present`: everything is there already. */
export interface Program {
  title: string
  /** 0, or what else it may end with */
  command: (url: string, data: BenchData, present: boolean) => string[]
}

export const programs: Program[] = [
  { title: 'node -e 0', command: () => [process.execPath, '-e', '0'] },
  {
    title: 'lower bound',
    command: (url, { file }) => [
      process.execPath,
      fileURLToPath(new URL('lower-bound.js', import.meta.url)),
      url,
      file,
    ],
  },
  {
    title: 'curl',
    command: (url, data, present) => ['curl', '--silent', '--fail', '--config', curlFile(url, data, present)],
  },
  {
    title: 'elkctl',
    command: (url, { folder }) => [
      ...[process.execPath, join(packageFolder(), 'bin/elkctl.js'), 'init', '--yes', '--quiet', '--no-dashboards'],
      ...['--data', folder, '--env-file', join(folder, 'bench.env'), '--search-url', url],
    ],
  },
]

/** One process and one connection: an object after the other, which a script cannot know to be there without asking. */
function curlFile(url: string, { objects, folder }: BenchData, present: boolean): string {
  const file = join(folder, 'curl')
  const requests = objects.map(({ path, body }) =>
    [
      `url = "${url}${path}"`,
      'output = "/dev/null"',
      ...(present ? [] : ['request = "PUT"', 'header = "content-type: application/json"', `data = ${quoted(body)}`]),
    ].join('\n'),
  )
  writeFileSync(file, requests.join('\nnext\nsilent\nfail\n'))
  return file
}

const quoted = (body: object): string => JSON.stringify(JSON.stringify(body))
