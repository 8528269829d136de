import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { packageFolder } from '../../sandbox/package-folder.js'
import { makePlatform } from '../../src/profiles/isp/sample-data/model/platform.js'
import { makeCluster } from '../../src/profiles/openvidu/sample-data/model/cluster.js'
import type { SampleOptions } from '../../src/profiles/openvidu/sample-data/model/options.js'
import { dodasProved } from '../engine/sample-data/panels/dodas/dodas.js'
import { ispProved, load as ispLoad } from '../engine/sample-data/panels/isp/isp.js'
import { openviduProved } from '../engine/sample-data/panels/openvidu/openvidu.js'
import { engineAnswers, modelAnswers } from './answers.js'
import { chromium, photograph } from './chromium.js'
import { bundlePage, pageOf } from './page.js'
import { pictureOf } from './picture.js'

/** In the afternoon, so that "today" has something to show; at a time that is not round. */
const options: SampleOptions = {
  seed: 4,
  until: Date.parse('2026-11-21T15:00:07.000Z'),
  hours: 24,
  ahead: 0,
  scale: 1,
  beats: '7.8.0',
}

/** A large screen and a laptop. */
const widths = [1920, 1366]

/**
 * `npm run draw [-- --no-engine]`: the dashboards over sample data, as pictures in build/drawn, and a line for each text that is cut. The numbers of OpenVidu
 * come from a real Elasticsearch; with `--no-engine`, and those of DODAS and of the ISP platform, they are what the proofs of the panels expect of one.
 */
async function draw(): Promise<void> {
  const { values } = parseArgs({ options: { engine: { type: 'boolean', default: true } }, allowNegative: true })
  const browser = chromium()
  const folder = join(packageFolder(), 'build/drawn')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  bundlePage(folder)
  const { until, hours } = options
  const openvidu = { ...openviduProved, world: makeCluster(options), until }
  const isp = { ...ispProved, world: makePlatform({ ...ispLoad, until, hours }), until }
  const answers = values.engine ? await engineAnswers(options) : modelAnswers(openvidu)
  for (const one of [...answers, ...modelAnswers(dodasProved), ...modelAnswers(isp)])
    for (const width of widths) {
      const picture = pictureOf(one, width)
      const name = join(folder, `${picture.dashboard}-${width}`)
      writeFileSync(`${name}.html`, pageOf(picture))
      const cuts = photograph(browser, `${name}.html`, `${name}.png`, picture)
      console.log([`${name}.png`, ...cuts].join('\n  '))
    }
}

await draw()
