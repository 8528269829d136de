import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, it } from '@jest/globals'
import { jsonSchemas } from '../../../src/data-files/json-schemas.js'
import { fixture, projectFolder } from '../fixtures.js'

const folder = join(projectFolder, 'schemas')

it('the JSON Schemas for editors are those with which data files are checked (npm run schemas)', async () => {
  const written = readdirSync(folder).map((file): [string, string] => [file, readFileSync(join(folder, file), 'utf8')])
  expect(new Map(written)).toEqual(await jsonSchemas())
})

it('every data file of ours names its schema', () => {
  const files = ['templates', 'roles', 'dashboards'].flatMap((room) =>
    readdirSync(join(projectFolder, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.json'))
      .map((file) => join(projectFolder, room, file)),
  )
  const named = files.map((file) => {
    const { $schema = '' } = JSON.parse(readFileSync(file, 'utf8')) as { $schema?: string }
    return resolve(dirname(file), $schema)
  })
  files.push(fixture('applications', 'meteo', 'profile.json'))
  expect(files.length).toBeGreaterThan(60)
  expect(
    named.filter((path) => dirname(path) !== folder || !readdirSync(folder).includes(path.slice(folder.length + 1))),
  ).toEqual([])
})
