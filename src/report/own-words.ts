import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../data-files/folder.js'

/** Everything that elkctl may say by itself: the texts in the program, which stand beside the bundle, and the names in its data files. */
export function ownWords(): string {
  const folder = packageFolder()
  const program = readFileSync(join(folder, 'build/elkctl/own-words.txt'), 'utf8')
  return [program, ...['templates', 'roles', 'dashboards'].flatMap((name) => textsIn(join(folder, name)))].join('\n')
}

const textsIn = (folder: string): string[] =>
  readdirSync(folder, { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
