import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { packageFolder } from '../../sandbox/package-folder.js'
import { readResults, renderMatrix, rowOf, sectionOf } from '../engine/contract/matrix.js'
import { allStacks, derivedStacks, engineStacks, parts } from '../engine/contract/stacks.js'
import { contractTitle } from '../engine/contract/title.js'

/** A report of jest in which these cases have run. */
const reportOf = (cases: { stack: string; part: string; status: string }[]) => ({
  testResults: [
    {
      assertionResults: cases.map(({ stack, part, status }) => ({
        ancestorTitles: [`${contractTitle}${stack}`, part],
        status,
      })),
    },
  ],
})
const everything = (status: string) =>
  reportOf(allStacks.flatMap(({ title }) => parts.map((part) => ({ stack: title, part, status }))))
const page = () => readFileSync(join(packageFolder(), 'docs/stacks.md'), 'utf8')

describe('the matrix of stacks', () => {
  it('is what a run makes in which everything passed', () => {
    expect(sectionOf(page())).toBe(renderMatrix(readResults(everything('passed')), ''))
  })

  it('would tell what fails', () => {
    const [stack] = allStacks
    if (stack === undefined) throw new Error('no stacks')
    const cases = ['passed', 'failed'].map((status) => ({ stack: stack.title, part: 'content', status }))
    expect(rowOf(stack, readResults(reportOf(cases)))).toContain('| **fails** (1 of 2) |')
  })

  it('keeps the row of a stack that did not run here', () => {
    const present = sectionOf(page())
    expect(renderMatrix(readResults(everything('pending')), present)).toBe(present)
    expect(renderMatrix(readResults(everything('pending')), '')).toContain('did not run')
  })

  it('has a test file for each of its rows', () => {
    const files = ['engine/contract', 'release/engine/contract'].flatMap((folder) =>
      readdirSync(join(packageFolder(), 'test', folder)).filter((name) => name.endsWith('.test.ts')),
    )
    for (const name of Object.keys({ ...engineStacks, ...derivedStacks })) expect(files).toContain(`${name}.test.ts`)
  })
})
