import { afterAll, beforeAll, describe } from '@jest/globals'
import type { Dialect } from '../../../src/stack/flavors.js'
import { leaseEngine } from '../../../sandbox/engine-lease.js'
import type { Engine, EngineName } from '../../../sandbox/engine.js'
import { describeBeats } from './beats.js'
import { describeChecks } from './checks.js'
import { describeDashboards, describePlainPanels } from './dashboards.js'
import { describeDefaultPipelines } from './default-pipelines.js'
import { describeEvents } from './events.js'
import { describeOldIndex, describeReindex } from './old-index.js'
import { describeNumbers } from './numbers.js'
import { describeOddValues } from './odd-values.js'
import { describePipelines } from './pipelines.js'
import { connect, type SearchClient } from './search-client.js'
import { describeTemplateForms, describeTemplates } from './templates.js'

type Part = (connected: () => SearchClient) => void

/** The first two parts install the pipelines and the templates; the later ones rely on that. */
export const everyPart = (dialect: Dialect): Part[] => [
  describePipelines,
  describeTemplateForms,
  describeTemplates,
  describeOddValues(dialect),
  describeNumbers(dialect),
  describeDefaultPipelines,
  describeBeats(dialect),
  describeEvents,
  describeOldIndex,
  describeReindex(dialect),
  describeChecks(dialect),
  describeDashboards,
]

/** For engines of which no registry has the ingest processors and the module for deletion by query. */
export const partsWithoutModules: Part[] = [describeTemplateForms, describePlainPanels]

/**
 * The OpenVidu data files on one real engine.
 *
 * @param security default false, where requests cost less; true where only such an engine is needed by other files too
 */
export function describeContent(name: EngineName, parts: Part[], { security = false } = {}): void {
  describe(`the OpenVidu data files on ${name}`, () => {
    let engine: Engine | undefined
    let client: SearchClient | undefined
    beforeAll(async () => {
      engine = await leaseEngine({ name, security })
      client = connect(engine)
    }, 400_000)
    afterAll(() => engine?.stop(), 60_000)

    for (const part of parts) {
      part(() => {
        if (client === undefined) throw new Error(`${name} did not start`)
        return client
      })
    }
  })
}
