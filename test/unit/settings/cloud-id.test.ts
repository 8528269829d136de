import { describe, expect, it } from '@jest/globals'
import { readCloudId } from '../../../src/settings/cloud-id.js'
import { problemsOf, settle } from './situation.js'
import '../same-realm.js'

const cloudId = (text: string, name = 'staging:') => `${name}${Buffer.from(text).toString('base64')}`
const domain = 'eu-west-1.aws.found.io'

describe('readCloudId', () => {
  it.each([
    // The example of Elastic's documentation.
    [
      'staging:dXMtZWFzdC0xLmF3cy5mb3VuZC5pbyRjZWM2ZjI2MWE3NGJmMjRjZTMzYmI4ODExYjg0Mjk0ZiRjNmMyY2E2ZDA0MjI0OWFmMGNjN2Q3YTllOTYyNTc0Mw==',
      'https://cec6f261a74bf24ce33bb8811b84294f.us-east-1.aws.found.io:443',
      'https://c6c2ca6d042249af0cc7d7a9e9625743.us-east-1.aws.found.io:443',
    ],
    [cloudId(`${domain}$abc$def`), `https://abc.${domain}:443`, `https://def.${domain}:443`],
    [cloudId(`${domain}$abc$def`, ''), `https://abc.${domain}:443`, `https://def.${domain}:443`],
    [cloudId(`${domain}$abc$def`, 'a:name:'), `https://abc.${domain}:443`, `https://def.${domain}:443`],
    [cloudId(`${domain}:9243$abc$def`), `https://abc.${domain}:9243`, `https://def.${domain}:9243`],
    [cloudId(`${domain}:9243$abc:9244$def:9245`), `https://abc.${domain}:9244`, `https://def.${domain}:9245`],
    [cloudId(`${domain}$alias.es$alias.kb`), `https://alias.es.${domain}:443`, `https://alias.kb.${domain}:443`],
    [cloudId(`${domain}$abc$`), `https://abc.${domain}:443`, undefined],
    [cloudId(`${domain}$abc`), `https://abc.${domain}:443`, undefined],
    [cloudId(`${domain}$abc$undefined`), `https://abc.${domain}:443`, undefined],
    [`  ${cloudId(`${domain}$abc$def`)}\n`, `https://abc.${domain}:443`, `https://def.${domain}:443`],
  ])('%s', (text, searchUrl, dashboardsUrl) => {
    expect(readCloudId(text)).toEqual({ searchUrl, dashboardsUrl })
  })

  it.each([
    [''],
    ['name'],
    ['name:'],
    ['name:not base64!'],
    [cloudId(domain)],
    [cloudId(`${domain}$`)],
    [cloudId('$abc$def')],
    [cloudId(`${domain}$abc/x$def`)],
    [cloudId(`user@${domain}$abc$def`)],
    [cloudId(`${domain}$abc$d f`)],
    [cloudId(`${domain}$abc$def`).slice(0, 30)],
  ])('"%s" is no Cloud ID', (text) => {
    expect(readCloudId(text)).toEqual({ problem: expect.stringContaining('this is not a Cloud ID') as unknown })
  })
})

describe('--cloud-id', () => {
  const id = cloudId(`${domain}$abc$def`)

  it('says where both servers are, and what the application’s file needs', async () => {
    const settings = await settle({ options: { cloudId: id } })
    expect(settings).toMatchObject({
      searchUrl: `https://abc.${domain}:443`,
      dashboardsUrl: `https://def.${domain}:443`,
    })
    expect(settings.notes).toEqual([
      expect.stringContaining(
        `OPENVIDU_PRO_ELASTICSEARCH_HOST=https://abc.${domain}:443 and OPENVIDU_PRO_KIBANA_HOST=https://def.${domain}:443`,
      ),
    ])
  })

  it('without any configuration file', async () => {
    const { searchUrl } = await settle({
      text: 'ELASTICSEARCH_USERNAME=elastic\nELASTICSEARCH_PASSWORD=s3cret\n',
      options: { cloudId: id },
    })
    expect(searchUrl).toBe(`https://abc.${domain}:443`)
  })

  it.each([
    [{ cloudId: 'x' }, 'this is not a Cloud ID'],
    [{ cloudId: id, dashboardsUrl: 'https://kb.example.com:443' }, 'choose one'],
    [{ cloudId: id, searchUrl: 'https://es.example.com:443' }, 'choose one'],
  ])('%o is a problem', async (options, words) => {
    expect(await problemsOf({ options })).toEqual([
      { where: '--cloud-id', message: expect.stringContaining(words) as unknown },
    ])
  })
})
