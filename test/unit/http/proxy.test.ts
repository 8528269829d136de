import { describe, expect, it } from '@jest/globals'
import { proxyFor } from '../../../src/http/proxy.js'

const https = 'https://es.example.com:9200'
const proxy = 'http://proxy.example.com:3128'

describe('proxyFor', () => {
  it.each([
    ['none', https, {}, undefined],
    ['HTTPS_PROXY', https, { HTTPS_PROXY: proxy }, 'HTTPS_PROXY'],
    ['the one in lower case first', https, { HTTPS_PROXY: 'http://other:1', https_proxy: proxy }, 'https_proxy'],
    ['an empty one is none', https, { https_proxy: '', HTTPS_PROXY: proxy }, 'HTTPS_PROXY'],
    [
      'HTTP_PROXY for http',
      'http://es.example.com:9200',
      { HTTP_PROXY: proxy, HTTPS_PROXY: 'http://other:1' },
      'HTTP_PROXY',
    ],
    ['not HTTP_PROXY for https', https, { HTTP_PROXY: proxy }, undefined],
    ['not for this machine', 'https://localhost:9200', { HTTPS_PROXY: proxy }, undefined],
    ['not for its addresses', 'http://127.0.0.1:9200', { HTTP_PROXY: proxy }, undefined],
    ['not for its IPv6 address', 'http://[::1]:9200', { HTTP_PROXY: proxy }, undefined],
  ])('%s', (_what, url, environment, from) => {
    const found = proxyFor(url, environment)
    expect(found).toMatchObject({ proxy: from === undefined ? undefined : { url: proxy, from } })
  })

  it.each([
    ['es.example.com', true],
    ['ES.Example.com', true],
    ['example.com', true],
    ['.example.com', true],
    ['*.example.com', true],
    ['*', true],
    ['localhost, example.com', true],
    ['localhost example.com', true],
    ['es.example.com:9200', true],
    ['es.example.com:443', false],
    ['s.example.com', false],
    ['ample.com', false],
    ['es.example.com.evil.org', false],
    ['', false],
  ])('NO_PROXY=%s leaves it out: %s', (list, left) => {
    const found = proxyFor(https, { HTTPS_PROXY: proxy, NO_PROXY: list })
    expect('proxy' in found && found.proxy === undefined).toBe(left)
  })

  it.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['192.168.7.9', '192.168.7.0/24', true],
    ['192.168.8.9', '192.168.7.0/24', false],
    ['10.1.2.3', '10.1.2.3', true],
    ['10.1.2.3', '0.0.0.0/0', true],
  ])('%s in %s: %s', (host, network, within) => {
    const found = proxyFor(`https://${host}:9200`, { HTTPS_PROXY: proxy, no_proxy: network })
    expect('proxy' in found && found.proxy === undefined).toBe(within)
  })

  it('user name and password leave the URL, and are secrets', () => {
    const environment = { HTTPS_PROXY: 'http://me:p%40ss%20word@proxy.example.com:3128/' }
    expect(proxyFor(https, environment)).toEqual({
      proxy: {
        url: proxy,
        authorization: `Basic ${Buffer.from('me:p@ss word').toString('base64')}`,
        from: 'HTTPS_PROXY',
        secrets: ['p@ss word', 'p%40ss%20word', Buffer.from('me:p@ss word').toString('base64')],
      },
    })
  })

  it('a proxy without a scheme is one for http', () => {
    expect(proxyFor(https, { HTTPS_PROXY: 'proxy.example.com:3128' })).toMatchObject({ proxy: { url: proxy } })
  })

  it.each([
    ['http://user:geheim@', /is not a URL/],
    ['socks5://user:geheim@proxy:1080', /socks5/],
  ])('%s is a problem, and its password is not repeated', (value, words) => {
    const found = proxyFor(https, { HTTPS_PROXY: value })
    expect(found).toEqual({ where: 'environment HTTPS_PROXY', problem: expect.stringMatching(words) as unknown })
    expect(JSON.stringify(found)).not.toContain('geheim')
  })
})
