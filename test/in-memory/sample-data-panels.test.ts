import { describe, expect, it } from '@jest/globals'
import { makeCluster } from '../../src/profiles/openvidu/sample-data/model/cluster.js'
import type { Shown } from '../engine/content/panel-request.js'
import { lettersInLegend } from '../engine/content/appearance.js'
import { dashboards, panelsOf, searches } from '../engine/content/saved-objects.js'
import { options } from '../engine/sample-data/panels/describe-panels.js'
import { searchProofs } from '../engine/sample-data/panels/logs.js'
import { lookAt } from '../engine/sample-data/panels/look.js'
import { proofs } from '../engine/sample-data/panels/proofs.js'

/** A healthy server shows nothing but zeros there, and OpenVidu's meters name neither host nor application. */
const emptyInRealLife = ['Host and Application', 'Classes Unloaded', 'Mapped Buffers', 'TRACE logs']

const numbersIn = (shown: Shown | undefined): number[] => {
  if (typeof shown === 'number') return [shown]
  return typeof shown === 'object' && shown !== null ? Object.values(shown).flatMap(numbersIn) : []
}

it('every dashboard has a proof over sample data, and every proof a dashboard', () => {
  expect(proofs.map(({ dashboard }) => dashboard).sort()).toEqual([...dashboards.keys()].sort())
})

it('every saved search has a proof, and every proof a saved search', () => {
  expect(Object.keys(searchProofs)).toEqual([...searches.values()].map(({ attributes }) => attributes.title))
})

describe.each(proofs)('the proofs of $dashboard', (proof) => {
  const cluster = makeCluster(options)

  it('are one for each of its panels, in its order, and none for a panel that is gone', () => {
    expect(Object.keys(proof.shows)).toEqual(panelsOf(proof.dashboard).map(([title]) => title))
  })

  it('look at the time with which it opens: where it stores none, at that of a new Kibana', () => {
    const { timeFrom, timeTo } = dashboards.get(proof.dashboard)?.attributes ?? {}
    expect([timeFrom ?? 'now-15m', timeTo ?? 'now']).toEqual(proof.time)
  })

  it('name series that differ within what a legend shows of them', () => {
    const named = panelsOf(proof.dashboard).filter(
      ([, { attributes }]) => attributes.visState.params.addLegend === true,
    )
    for (const [title] of named) {
      const names = Object.keys(proof.shows[title]?.(cluster, lookAt(proof, options.until)) ?? {})
      const cut = names.map((name) => name.slice(0, lettersInLegend))
      expect([title, new Set(cut).size]).toEqual([title, names.length])
    }
  })

  it('speak of something: the sample data fills every panel that asks anything', () => {
    const asking = panelsOf(proof.dashboard).filter(([, { attributes }]) => attributes.visState.type !== 'markdown')
    const empty = asking
      .map(([title]) => title)
      .filter(
        (title) => !numbersIn(proof.shows[title]?.(cluster, lookAt(proof, options.until))).some((one) => one !== 0),
      )
    expect(empty.filter((title) => !emptyInRealLife.includes(title))).toEqual([])
  })
})
