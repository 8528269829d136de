import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { catalogue, checkIds } from '../../../src/checks/catalogue/index.js'
import { selectChecks, wants } from '../../../src/checks/selection.js'
import '../same-realm.js'
import { projectFolder } from '../fixtures.js'

describe('the catalogue of checks', () => {
  it('has an id of two words for each, and sentences', () => {
    expect(checkIds.filter((id) => !/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(id))).toEqual([])
    const texts = Object.values(catalogue).flatMap(({ means, why, mend }) => [means, why, mend])
    expect(texts.filter((text) => !/^(elkctl |[A-Z]).*\.$/s.test(text))).toEqual([])
  })

  it('names sections and files that are there', () => {
    const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8')
    const places = new Set(checkIds.flatMap((id) => catalogue[id].documented))
    const missing = [...places].filter((place) => {
      const section = /^README, “(.*)”$/.exec(place)?.[1]
      if (section !== undefined) return !readme.includes(`# ${section}\n`)
      return !place.includes(' ') && !place.startsWith('https:') && !existsSync(join(projectFolder, place))
    })
    expect(missing).toEqual([])
  })

  it('names only checks that something makes', () => {
    const folder = join(projectFolder, 'src')
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.includes('catalogue'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n')
    expect(checkIds.filter((id) => !sources.includes(`'${id}'`))).toEqual([])
  })
})

describe('--only and --skip', () => {
  it.each([
    [{}, checkIds],
    [{ only: ['account.superuser'] }, ['account.superuser']],
    [{ only: ['lifecycle.*'], skip: ['*.moving'] }, ['lifecycle.available', 'lifecycle.attached', 'lifecycle.running']],
  ])('%j selects', (options, ids) => {
    expect([...selectChecks(options)]).toEqual(ids)
  })

  it.each([
    [{ only: ['stack.yelow'] }, '--only: there is no check "stack.yelow" (did you mean stack.yellow?)'],
    [{ skip: ['x.*'] }, '--skip: there is no check "x.*"'],
    [{ only: ['stack.red'], skip: ['stack.*'] }, '--skip: no check is left'],
  ])('%j is refused', (options, message) => {
    expect(() => selectChecks(options)).toThrow(message)
  })

  it('tells whether a group is wanted', () => {
    const selected = selectChecks({ only: ['account.*'] })
    expect([wants(selected, 'account'), wants(selected, 'stack', 'clock')]).toEqual([true, false])
  })
})
