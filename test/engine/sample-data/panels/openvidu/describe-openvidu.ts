import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { EngineName } from '../../../../../sandbox/engine.js'
import { show } from '../../../content/kibana-request.js'
import { visualizations } from '../../../content/saved-objects.js'
import type { SearchClient } from '../../../content/search-client.js'
import { describePanels } from '../describe-panels.js'
import { lookAt, panelTime } from '../look.js'
import { loadedStack, type LoadedStack } from './loaded-stack.js'
import { openviduProved, options } from './openvidu.js'
import { sessionsPanels, usersOverTime } from './sessions.js'

/** Each panel, as the service account sees it, over the sample data that the program itself has loaded. */
export function describeOpenVidu(name: EngineName): void {
  describe(`OpenVidu on ${name}`, () => {
    let stack: LoadedStack
    let client: SearchClient

    beforeAll(async () => {
      stack = await loadedStack(name, options)
      client = stack.client
    }, 400_000)

    afterAll(async () => {
      await stack.stop()
    })

    describePanels(openviduProved, () => client)

    it('Tutorial › Users connected over time', async () => {
      const object = visualizations.get('openvidu-users-connected-over-time')
      if (object === undefined) throw new Error('the example of the tutorial is gone')
      const look = lookAt(sessionsPanels, options.until)
      const shown = await show(client, object, panelTime(look, look.intervals.chart))
      expect(shown).toEqual(usersOverTime(openviduProved.world, look))
    })
  })
}
