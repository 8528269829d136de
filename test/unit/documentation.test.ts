import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { packageFolder } from '../../sandbox/package-folder.js'

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'examples/README.md',
  ...readdirSync(join(packageFolder(), 'docs')).map((name) => `docs/${name}`),
]
const textOf = (page: string) => readFileSync(join(packageFolder(), page), 'utf8')

/** As GitHub makes anchors of headings. */
const anchorsOf = (page: string) =>
  [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )

describe.each(pages)('%s', (page) => {
  // A row of a table is one line: that of each request and fault is made by a command, and read as a page.
  const isMade = (line: string) => page === 'docs/faults.md' && line.startsWith('| ')

  it('has no line over 160 characters', () => {
    expect(
      textOf(page)
        .split('\n')
        .filter((line) => line.length > 160 && !isMade(line)),
    ).toEqual([])
  })

  it('has no link that leads nowhere', () => {
    const links = [...textOf(page).matchAll(/\]\(((?!https?:)[^)]+)\)/g)].map(([, link = '']) => link)
    const broken = links.filter((link) => {
      const [file = '', anchor] = link.split('#')
      const target = file === '' ? page : join(dirname(page), file)
      return !existsSync(join(packageFolder(), target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor))
    })
    expect(broken).toEqual([])
  })
})

it('CHANGELOG.md begins with the version of the package', () => {
  const { version } = JSON.parse(textOf('package.json')) as { version: string }
  expect(/^## (.*)$/m.exec(textOf('CHANGELOG.md'))?.[1]).toBe(version)
})
