import { isObject, objectIn } from '../../json.js'
import { passed, problem, unchecked, type Finding } from '../finding.js'
import { ask, nodesPath, type Look } from './ask.js'

/** milliseconds */
const tolerance = 60_000

/** Each node says what time it is; where it may not be asked, the header Date of who answers. */
export const lookAtClock: Look = async ({ stack: { search, dashboards }, now }) => {
  const before = now()
  const nodes = await ask(search, nodesPath)
  const after = now()
  const clocks =
    'refused' in nodes
      ? []
      : Object.values(objectIn(nodes.body, 'nodes'))
          .filter(isObject)
          .map(({ name, timestamp }) => ({ subject: `node ${String(name)}`, time: Number(timestamp) }))
          .filter(({ time }) => !Number.isNaN(time))
  if (clocks.length > 0) return clocks.map((clock) => findingOf(clock, before, after))
  const date = dateIn('refused' in nodes ? {} : nodes.headers)
  if (date !== undefined) return [findingOf({ subject: search.url, time: date }, before, after)]
  if (dashboards === undefined) return [unchecked('clock.skew', 'no server says what time it is')]
  const asked = now()
  const { headers } = await dashboards.reader.get('/api/status')
  const time = dateIn(headers)
  if (time === undefined) return [unchecked('clock.skew', 'no server says what time it is')]
  return [findingOf({ subject: dashboards.reader.url, time }, asked, now())]
}

function dateIn(headers: Record<string, string>): number | undefined {
  const time = Date.parse(headers['date'] ?? '')
  return Number.isNaN(time) ? undefined : time
}

/** It was read between the request and the answer. */
function findingOf({ subject, time }: { subject: string; time: number }, before: number, after: number): Finding {
  const off = time < before ? time - before : Math.max(time - after, 0)
  if (Math.abs(off) <= tolerance) return passed('clock.skew', 'the same time as here', { subject })
  const seconds = Math.round(Math.abs(off) / 1000)
  return problem('clock.skew', `its clock is ${seconds} s ${off < 0 ? 'behind' : 'ahead of'} the one here`, {
    subject,
    hint: 'Set both clocks by NTP: timedatectl set-ntp true.',
  })
}
