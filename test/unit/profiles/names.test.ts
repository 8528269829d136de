import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { profiles } from '../../../src/profiles/index.js'
import { projectFolder } from '../fixtures.js'

/** ESLint looks at the code; comments are looked at here. */
it('no application is named outside its profile', () => {
  const pattern = (name: string) => (name.length > 5 ? name : `(?<![a-z])${name}(?![a-z])`)
  const names = new RegExp(profiles.map(({ name }) => pattern(name)).join('|'), 'i')
  const files = readdirSync(join(projectFolder, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('profiles'),
  )
  const found = files.flatMap((file) =>
    readFileSync(join(projectFolder, 'src', file), 'utf8')
      .split('\n')
      .flatMap((line, index) => (names.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  )
  expect(found).toEqual([])
})
