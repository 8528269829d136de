import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { expectDataFolder } from '../../../src/data-files/folder.js'
import { ElkctlError } from '../../../src/errors.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()

function file(path: string): void {
  mkdirSync(dirname(folder.path(path)), { recursive: true })
  writeFileSync(folder.path(path), '{}')
}

function refused(profile = 'p'): Pick<ElkctlError, 'message' | 'exit' | 'hint'> {
  try {
    expectDataFolder(folder.path(), profile)
  } catch (error) {
    if (error instanceof ElkctlError) return error
    throw error
  }
  throw new Error('it was taken')
}

describe('a data folder', () => {
  it('has templates, roles or dashboards of the profile', () => {
    file('dashboards/p/x.json')
    expect(() => {
      expectDataFolder(folder.path(), 'p')
    }).not.toThrow()
  })

  it('without any of the three is refused', () => {
    expect(refused()).toMatchObject({
      exit: 'usage',
      message: `${folder.path()} has none of the folders templates, roles and dashboards.`,
    })
  })

  it('that is not there is refused', () => {
    expect(() => {
      expectDataFolder(folder.path('gone'), 'p')
    }).toThrow(`The folder ${folder.path('gone')} does not exist.`)
  })

  it('of another profile is refused', () => {
    file('templates/q/checks/x.json')
    expect(refused()).toMatchObject({
      exit: 'usage',
      message: `${folder.path()} has no data files of the profile p: none of templates/p, roles/p, dashboards/p exists.`,
    })
  })

  it('of an old layout is refused, and every folder that moved is named', () => {
    for (const path of [
      'templates/index-templates/p/x.json',
      'templates/checks/p/x.json',
      'templates/checks/q/x.json',
      'roles/p/p-role.opensearch.json',
      'roles/users/p/p.json',
      'roles/actions/opensearch.json',
      'dashboards/p/x.json',
    ])
      file(path)
    const { message, exit, hint } = refused()
    expect({ lines: message.split('\n').slice(1), exit, hint }).toEqual({
      lines: [
        '  - templates/index-templates/p is now templates/p/index-templates',
        '  - templates/checks/p is now templates/p/checks',
        '  - templates/checks/q is now templates/q/checks',
        '  - roles/users/p is now roles/p/users',
        '  - roles/p/*.json is now roles/p/roles/*.json',
      ],
      exit: 'usage',
      hint: 'Move these folders, then run the command again.',
    })
  })
})
