import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { profiles } from '../../../../src/profiles/index.js'
import { openvidu } from '../../../../src/profiles/openvidu/index.js'
import { variablesOf } from '../../../../src/profiles/variables.js'
import { releaseIn } from '../../../../src/settings/release.js'
import { retentionDefault } from '../../../../src/settings/retention.js'
import { parseEnv } from '../../../../src/settings/grammars/literal-env.js'
import { fixture } from '../../fixtures.js'

describe('the profile of OpenVidu', () => {
  it('is in the list', () => {
    expect(profiles).toContain(openvidu)
  })

  it('has keys that the file of release 2.20.0 has, set or commented out', () => {
    const text = readFileSync(fixture('env', 'openvidu-2.20.0.env'), 'utf8')
    for (const key of Object.values(openvidu.keys)) expect(text).toMatch(new RegExp(`^(# ?)?${key}=`, 'm'))
    const values = new Map(parseEnv(text).map(({ name, value }) => [name, value]))
    expect(values.get(openvidu.keys.username)).toBe('elasticadmin')
  })

  it.each([
    ['2.16.0', 15],
    ['2.17.0', 15],
    ['2.18.0', 15],
    ['2.19.0', 15],
    ['2.20.0', 15],
    ['2.20.9', 15],
    ['2.21.0', 7],
    ['2.22.0', 7],
    ['2.32.1', 7],
    ['3.0.0', 7],
  ])('release %s keeps for %d days', (release, days) => {
    expect(retentionDefault(openvidu, release)).toBe(days)
  })

  it.each([
    ['#    Openvidu Version: 2.20.0', '2.20.0'],
    ['# ------\r\n#    Openvidu Version: 2.20.0  \r\n#\r\n', '2.20.0'],
    ['# openvidu version: 2.22.0-beta', '2.22.0-beta'],
    ['Openvidu Version: 2.20.0', undefined],
    ['    #    Openvidu Version: 2.20.0', undefined],
    ['# This is not the Openvidu Version: 2.20.0', undefined],
    ['#    Openvidu Version:', undefined],
    ['#    Openvidu-Call Version: 2.20.0', undefined],
  ])('finds the release in the comment %j: %s', (text, release) => {
    expect(releaseIn(text, String(openvidu.release.patterns[1]))).toBe(release)
  })

  it.each([
    ['        image: openvidu/openvidu-server-pro:2.27.0', '2.27.0'],
    ['services:\r\n    openvidu-server:\r\n        image: openvidu/openvidu-server-pro:2.27.0  \r\n', '2.27.0'],
    ['  image: "docker.io/openvidu/openvidu-server-pro:2.27.0"', '2.27.0'],
    ['  image: registry.example.com:5000/mirror/openvidu-server-pro:2.27.0@sha256:0123abcd # ours', '2.27.0'],
    ["  image: '${MIRROR:-docker.io}/openvidu/openvidu-server-pro:2.27.0'", '2.27.0'],
    ['  image: ${IMAGE:-openvidu/openvidu-server-pro:2.27.0}', '2.27.0'],
    ['  image: openvidu/openvidu-server-pro@sha256:0123abcd', undefined],
    ['  # image: openvidu/openvidu-server-pro:2.27.0', undefined],
    ['  image: openvidu/openvidu-server:2.27.0', undefined],
    ['  image: openvidu/openvidu-call:2.27.0', undefined],
  ])('finds the release in the image of %j: %s', (text, release) => {
    expect(releaseIn(text, String(openvidu.release.patterns[0]))).toBe(release)
  })

  it('gives a monthly index a month more', () => {
    expect(variablesOf(openvidu, { retentionDays: '15', username: 'u', roleName: 'r' })).toEqual({
      retentionDays: '15',
      monthlyRetentionDays: '46',
      username: 'u',
      roleName: 'r',
    })
  })

  it('names the local stack as OpenVidu does', () => {
    expect(openvidu.localStack).toEqual({
      searchUrl: 'http://127.0.0.1:9200',
      dashboardsUrl: 'http://127.0.0.1:5601/kibana',
    })
  })
})
