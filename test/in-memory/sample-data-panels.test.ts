import { describe, expect, it } from '@jest/globals'
import { profiles } from '../../src/profiles/index.js'
import type { Shown } from '../engine/content/panel-request.js'
import { lettersInLegend } from '../engine/content/appearance.js'
import { every, panelsOf } from '../engine/content/saved-objects.js'
import { dodasProved } from '../engine/sample-data/panels/dodas/dodas.js'
import { ispProved } from '../engine/sample-data/panels/isp/isp.js'
import { lookAt, lookOf } from '../engine/sample-data/panels/look.js'
import { openviduProved } from '../engine/sample-data/panels/openvidu/openvidu.js'
import type { Proved } from '../engine/sample-data/panels/proved.js'

const numbersIn = (shown: Shown | undefined): number[] => {
  if (typeof shown === 'number') return [shown]
  return typeof shown === 'object' && shown !== null ? Object.values(shown).flatMap(numbersIn) : []
}

const isOf =
  (name: string) =>
  (id: string): boolean =>
    id.startsWith(`${name}-`)

function describeProofs<World>({ name, world, until, dashboards, searches, mayBeEmpty }: Proved<World>): void {
  describe(`the proofs of ${name}`, () => {
    it('are one for each of its dashboards', () => {
      const all = [...every.dashboards.keys()].filter(isOf(name))
      expect(dashboards.map(({ dashboard }) => dashboard).sort()).toEqual(all.sort())
    })

    it('are one for each of its saved searches', () => {
      const all = [...every.searches].filter(([id]) => isOf(name)(id)).map(([, { attributes }]) => attributes.title)
      expect(Object.keys(searches).sort()).toEqual(all.sort())
    })

    describe.each(dashboards)('for $dashboard', (proof) => {
      const look = lookAt(proof, until)

      it('are one for each of its panels, in its order, and none for a panel that is gone', () => {
        expect(Object.keys(proof.shows)).toEqual(panelsOf(proof.dashboard).map(([title]) => title))
      })

      it('look at the time with which it opens: where it stores none, at that of a new Kibana', () => {
        const { timeFrom, timeTo } = every.dashboards.get(proof.dashboard)?.attributes ?? {}
        expect([timeFrom ?? 'now-15m', timeTo ?? 'now']).toEqual(proof.time)
      })

      it('name series that differ within what a legend shows of them', () => {
        const named = panelsOf(proof.dashboard).filter(
          ([, { attributes }]) => attributes.visState.params.addLegend === true,
        )
        for (const [title] of named) {
          const names = Object.keys(proof.shows[title]?.(world, look) ?? {})
          const cut = names.map((one) => one.slice(0, lettersInLegend))
          expect([title, new Set(cut).size]).toEqual([title, names.length])
        }
      })

      it('speak of something: the sample data fills every panel that asks anything', () => {
        const asking = panelsOf(proof.dashboard).filter(([, { attributes }]) => attributes.visState.type !== 'markdown')
        const empty = asking
          .filter(
            ([title, object]) => !numbersIn(proof.shows[title]?.(world, lookOf(object, look))).some((one) => one !== 0),
          )
          .map(([title]) => title)
        expect(empty.filter((title) => !mayBeEmpty.includes(title))).toEqual([])
      })
    })
  })
}

it('every application with sample data has its panels proved', () => {
  const names = profiles.filter((profile) => profile.sampleData !== undefined).map(({ name }) => name)
  expect([openviduProved.name, dodasProved.name, ispProved.name].sort()).toEqual(names.sort())
})

describeProofs(openviduProved)
describeProofs(dodasProved)
describeProofs(ispProved)
