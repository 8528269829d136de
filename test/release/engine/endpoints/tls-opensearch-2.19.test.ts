import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { makeCertificate } from '../../../../sandbox/certificates.js'
import { startEngine, type Engine } from '../../../../sandbox/engine.js'
import { makeInstallation, type Installation } from '../../../../sandbox/installation.js'
import { runElkctl } from '../../../../sandbox/run-elkctl.js'
import { expectRefusal } from '../../../support/expectations.js'

describe('a real OpenSearch that speaks TLS', () => {
  let engine: Engine
  let installation: Installation
  const elkctl = (command: string, ...args: string[]) =>
    runElkctl([command, '--env-file', installation.envFile, '--no-dashboards', ...args])
  const authority = () => ['--ca-file', String(engine.certificateFile)]

  beforeAll(async () => {
    engine = await startEngine({ name: 'opensearch-2.19', https: true })
    const { username, password } = engine
    installation = makeInstallation({ searchUrl: engine.url, username, password })
  }, 300_000)
  afterAll(async () => {
    installation.remove()
    await engine.stop()
  })

  it('is made ready when its fingerprint is given, and is as it should be when its certificate is', async () => {
    const { fingerprint256 } = new X509Certificate(readFileSync(String(engine.certificateFile)))
    const made = await elkctl('init', '--yes', '--write-env', '--fingerprint', fingerprint256)
    expect({ code: made.code, stderr: made.stderr }).toEqual({ code: 0, stderr: '' })
    expect(made.stdout).toContain('OpenSearch 2.19.4')
    expect(installation.value('ELASTICSEARCH_USERNAME')).toBe('openvidu')
    const verified = await elkctl('verify', ...authority())
    expect({ code: verified.code, stderr: verified.stderr }).toEqual({ code: 0, stderr: '' })
  }, 60_000)

  it('is refused without, and with the fingerprint of another', async () => {
    expectRefusal(await elkctl('plan'), { code: 5, says: ['its certificate is self-signed'], next: '--fingerprint' })
    const { fingerprint } = makeCertificate({ name: 'another' })
    expectRefusal(await elkctl('plan', '--fingerprint', fingerprint), {
      code: 5,
      says: ['has another certificate than --fingerprint says'],
      next: 'openssl x509',
    })
  })

  it('is told from a server without TLS when the URL says http', async () => {
    expectRefusal(await elkctl('plan', '--elasticsearch-host', engine.url.replace('https:', 'http:')), {
      code: 5,
      says: ['TLS'],
      next: 'https://',
    })
  })
})
