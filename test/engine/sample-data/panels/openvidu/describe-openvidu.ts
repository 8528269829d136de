import { beforeAll, expect, it } from '@jest/globals'
import type { Dialect } from '../../../../../src/stack/flavors.js'
import { show } from '../../../content/kibana-request.js'
import { visualizations } from '../../../content/saved-objects.js'
import { connect, type SearchClient } from '../../../content/search-client.js'
import type { Situation } from '../../situation.js'
import { describePanels } from '../describe-panels.js'
import { lookAt, panelTime } from '../look.js'
import { openviduProved, options } from './openvidu.js'
import { sessionsPanels, usersOverTime } from './sessions.js'

/** Each panel, as the service account sees it, over the sample data that the program itself has loaded. */
export function describeOpenVidu(at: Situation, dialect: Dialect): void {
  let client: SearchClient
  beforeAll(() => {
    const account = (key: string) => at.installation.value(`ELASTICSEARCH_${key}`) ?? ''
    client = connect({ url: at.stack.engine.url, username: account('USERNAME'), password: account('PASSWORD') })
  })

  describePanels(openviduProved, dialect, () => client)

  it('Tutorial › Users connected over time', async () => {
    const object = visualizations.get('openvidu-users-connected-over-time')
    if (object === undefined) throw new Error('the example of the tutorial is gone')
    const look = lookAt(sessionsPanels, options.until)
    const shown = await show(client, object, panelTime(look, look.intervals.chart))
    expect(shown).toEqual(usersOverTime(openviduProved.world, look))
  })
}
