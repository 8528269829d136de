import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { findProfile } from '../../../src/settings/find-profile.js'
import '../same-realm.js'
import { temporaryFolder } from '../temporary-folder.js'
import { refusalOf } from './refusal.js'

const folder = temporaryFolder()
const pipeline = { processors: [] }
const ours = 'templates/p/ingest-pipelines'

function place(path: string, content: string | Buffer | object): string {
  const file = folder.path(path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content))
  return file
}

function link(path: string, target: string): void {
  mkdirSync(dirname(folder.path(path)), { recursive: true })
  symlinkSync(target, folder.path(path))
}

function folderAt(path: string, mode = 0o755): void {
  mkdirSync(folder.path(path), { recursive: true })
  chmodSync(folder.path(path), mode)
}

const refused = (): string => refusalOf(folder.path())

/** Root may read everything: it is someone else for that long. */
function asNobody<T>(act: () => T): T {
  if (process.geteuid?.() !== 0) return act()
  folderAt('')
  process.seteuid?.(65534)
  try {
    return act()
  } finally {
    process.seteuid?.(0)
  }
}

const utf16 = (text: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
const text = JSON.stringify({ ...pipeline, description: 'für' })

describe('a data file that cannot be read is named, with the reason', () => {
  it.each<[string, () => void, string]>([
    ['an empty one', () => place(`${ours}/x.json`, ''), 'x.json is broken: it is empty'],
    ['one of blanks', () => place(`${ours}/x.json`, ' \n'), 'x.json is broken: it is empty'],
    [
      'one in UTF-16',
      () => place(`${ours}/x.json`, utf16(text)),
      'x.json is broken: it is not written in UTF-8; save it in that encoding',
    ],
    [
      'one in UTF-16 without its mark',
      () => place(`${ours}/x.json`, Buffer.from('{"processors": []}', 'utf16le')),
      'x.json is broken: it is not written in UTF-8; save it in that encoding',
    ],
    [
      'one in Latin-1',
      () => place(`${ours}/x.json`, Buffer.from(text, 'latin1')),
      'x.json is broken: it is not written in UTF-8; save it in that encoding',
    ],
    [
      'a folder named like a file',
      () => {
        folderAt(`${ours}/x.json`)
      },
      'x.json is broken: it is a folder, where a file should be',
    ],
    [
      'a link that leads back to itself',
      () => {
        link(`${ours}/x.json`, 'x.json')
      },
      'x.json is broken: it is a symbolic link that leads back to itself',
    ],
    [
      'a link to nothing',
      () => {
        link(`${ours}/x.json`, 'y')
      },
      'x.json is broken: it is a symbolic link to nothing',
    ],
    [
      'a very large one',
      () => {
        truncateSync(place(`${ours}/x.json`, '{'), 65 * 2 ** 20)
      },
      'x.json is broken: it is larger than 64 MB, the most that elkctl reads',
    ],
  ])('%s', (_what, make, said) => {
    make()
    expect(refused()).toBe(`usage: The data file ${ours}/${said}.`)
  })

  it('an export likewise', () => {
    place(`${ours}/x.json`, pipeline)
    place('dashboards/p/x.ndjson', utf16('{}'))
    expect(refused()).toBe(
      'usage: The data file dashboards/p/x.ndjson is broken: it is not written in UTF-8; save it in that encoding.',
    )
  })

  it('one that this user may not read', () => {
    chmodSync(place(`${ours}/x.json`, pipeline), 0)
    expect(asNobody(refused)).toBe(`usage: The data file ${ours}/x.json is broken: this user may not read it.`)
  })

  it('one in a folder that this user may not list', () => {
    place(`${ours}/x.json`, pipeline)
    folderAt('templates/p/checks', 0)
    expect(asNobody(refused)).toBe('usage: The data file templates/p/checks is broken: this user may not read it.')
  })

  it('a folder that is a file', () => {
    place('templates/p/ingest-pipelines', 'x')
    expect(refused()).toBe(`usage: The data file ${ours} is broken: what should be a folder is a file.`)
  })

  it('a folder that is a link which leads back to itself', () => {
    place(`${ours}/x.json`, pipeline)
    link('templates/p/checks', 'checks')
    expect(refused()).toBe(
      'usage: The data file templates/p/checks is broken: it is a symbolic link that leads back to itself.',
    )
  })
})

it.each<[string, () => void]>([
  ['with a byte order mark', () => place(`${ours}/x.json`, `\uFEFF${text}`)],
  [
    'through a link',
    () => {
      place('elsewhere.json', text)
      link(`${ours}/x.json`, folder.path('elsewhere.json'))
    },
  ],
  [
    'beside a link to the folder above',
    () => {
      place(`${ours}/x.json`, text)
      link(`${ours}/loop`, '..')
    },
  ],
])('a data file is read %s', (_what, make) => {
  make()
  expect(refused()).toBe('not refused')
})

describe('a profile.json that cannot be read is named, with the reason', () => {
  const problemOf = () => findProfile({ data: folder.path() }).catch((error: unknown) => (error as Error).message)

  it.each<[string, () => void, string]>([
    ['an empty one', () => place('profile.json', ''), 'it is empty'],
    [
      'a folder',
      () => {
        folderAt('profile.json')
      },
      'it is a folder, where a file should be',
    ],
    ['one in UTF-16', () => place('profile.json', utf16('{}')), 'it is not written in UTF-8; save it in that encoding'],
    [
      'a link that leads back to itself',
      () => {
        link('profile.json', 'profile.json')
      },
      'it is a symbolic link that leads back to itself',
    ],
    [
      'a link to nothing',
      () => {
        link('profile.json', 'x')
      },
      'it is a symbolic link to nothing',
    ],
  ])('%s', async (_what, make, said) => {
    make()
    expect(await problemOf()).toBe(`${folder.path('profile.json')}: ${said}`)
  })
})
