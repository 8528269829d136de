import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Everything that elkctl may say by itself: the texts in the program, and the names in its data files. */
export function ownWords(): string {
  const program = fileURLToPath(new URL('..', import.meta.url))
  const data = ['templates', 'roles', 'dashboards'].map((name) => join(program, '..', '..', name))
  return [program, ...data].flatMap(textsIn).join('\n')
}

const textsIn = (folder: string): string[] =>
  readdirSync(folder, { encoding: 'utf8', recursive: true })
    .filter((name) => /\.js(?:on)?$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
