import { random } from '../../../../sample-data/random.js'
import { busyness, lengthOf, startOf } from '../../../../sample-data/moments.js'
import { answered, application, type Asked, type HttpRequest } from './http-request.js'
import type { SampleOptions } from './options.js'
import { people } from './people.js'
import { requestsOfSession } from './session-requests.js'
import type { Session } from './sessions.js'

const inspector = { client: '192.0.2.60', agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/88.0.4324.182 Safari/537.36' }
const stranger = { client: '192.0.2.200', agent: 'Mozilla/5.0 zgrab/0.x' }

export function makeRequests(options: SampleOptions, sessions: Session[]): HttpRequest[] {
  const from = startOf(options)
  return [
    ...sessions.flatMap((session, index) => requestsOfSession(options, session, index)),
    ...ofOperators(options),
    ...ofStrangers(options),
  ]
    .filter(({ time }) => time >= from && time <= options.until)
    .sort((a, b) => a.time - b.time)
}

/** What asks again and again: a monitor, and OpenVidu Inspector when someone has it open. */
function ofOperators(options: SampleOptions): HttpRequest[] {
  const dice = random(options.seed, 'requests of operators')
  const every = (seconds: number, asked: (time: number) => Asked): HttpRequest[] => {
    const step = (seconds * 1000) / options.scale
    const count = Math.floor((options.until - startOf(options)) / step)
    return Array.from({ length: count }, (_, index) => {
      const time = Math.round(startOf(options) + (index + dice.between(0.2, 0.8)) * step)
      return answered(dice, asked(time))
    })
  }
  return [
    ...every(30, (time) => ({ ...application, time, method: 'GET', uri: '/openvidu/api/sessions' })),
    ...every(60, (time) => ({ ...inspector, time, method: 'GET', uri: '/openvidu/api/media-nodes' })),
    ...every(300, (time) => ({ ...inspector, time, method: 'GET', uri: '/openvidu/api/recordings' })),
    ...every(600, (time) => ({ ...inspector, time, method: 'GET', uri: '/openvidu/api/config' })),
    ...every(900, (time) => ({ ...inspector, time, method: 'GET', uri: '/openvidu/elk/session-summary' })),
    ...every(2700, (time) => ({ ...inspector, time, method: 'POST', uri: '/openvidu/inspector-api/login' })),
    ...every(7200, (time) => ({
      ...inspector,
      time,
      method: 'POST',
      uri: '/openvidu/inspector-api/login',
      status: 401,
    })),
    ...every(10_800, (time) => ({
      ...inspector,
      time,
      method: 'POST',
      uri: '/openvidu/api/media-nodes',
      status: 500,
      exception: 'IllegalStateException',
    })),
    ...every(1800, (time) => ({
      ...application,
      time,
      method: 'GET',
      uri: '/openvidu/api/sessions',
      status: 503,
      exception: 'None',
    })),
    ...every(120, (time) => ({
      ...inspector,
      time,
      method: 'GET',
      uri: '/inspector/',
      status: 304,
      bytes: 0,
      by: 'nginx',
    })),
  ]
}

/** What NGINX answers itself: pages for the users, and those who try their luck. */
function ofStrangers(options: SampleOptions): HttpRequest[] {
  const dice = random(options.seed, 'requests of strangers')
  const count = Math.round(100 * lengthOf(options) * options.scale)
  return Array.from({ length: count }, () => {
    const time = Math.round(dice.between(startOf(options), options.until))
    const user = dice.pick(people)
    const visit = {
      client: user.address,
      agent: `Mozilla/5.0 (${user.platform})`,
      time,
      method: 'GET',
      by: 'nginx',
    } as const
    if (dice.next() > busyness(options, time))
      return answered(dice, {
        ...visit,
        ...stranger,
        uri: dice.pick(['/wp-login.php', '/.git/config', '/admin']),
        status: 404,
      })
    const uri = dice.pick(['/', '/styles.css', '/main.js', '/assets/logo.png'])
    return answered(dice, { ...visit, uri, bytes: dice.whole(2000, 90_000), status: dice.chance(0.3) ? 304 : 200 })
  })
}
