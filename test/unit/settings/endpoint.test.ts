import { describe, expect, it } from '@jest/globals'
import { parseEndpoint } from '../../../src/settings/endpoint.js'

describe('parseEndpoint', () => {
  it.each([
    ['http://localhost:9200', 'http://localhost:9200'],
    ['https://search.example.com:443', 'https://search.example.com:443'],
    ['http://search.example.com:80', 'http://search.example.com:80'],
    ['https://search.example.com:9200/', 'https://search.example.com:9200'],
    ['https://kibana.example.com:5601/kibana/', 'https://kibana.example.com:5601/kibana'],
    ['https://vpc.es.amazonaws.com:443/_plugin/kibana/', 'https://vpc.es.amazonaws.com:443/_plugin/kibana'],
    ['https://h:1//', 'https://h:1'],
    ['  http://10.0.0.1:9200\t', 'http://10.0.0.1:9200'],
    ['HTTPS://Host:9200', 'https://Host:9200'],
    ['http://[::1]:9200/x', 'http://[::1]:9200/x'],
    ['http://h:65535', 'http://h:65535'],
  ])('takes %j', (text, url) => {
    expect(parseEndpoint(text)).toEqual({ url })
  })

  it.each([
    ['http://search.example.com', /no port.*80/],
    ['https://search.example.com/kibana', /no port.*443/],
    ['https://search.example.com:/', /no port.*443/],
    ['http://[::1]', /no port/],
    ['http://::1:9200', /"::1:9200" is an IPv6 address without brackets: write \[ADDRESS\]:PORT/],
    ['search.example.com:9200', /scheme/],
    ['9200', /scheme/],
    ['\u200Bhttp://search.example.com:9200', /^"<U\+200B>http:.* needs a scheme/],
    ['', /scheme/],
    ['ftp://h:21', /ftp:\/\/.*http/],
    ['"http://h:9200"', /quotes/],
    ["'http://h:9200'", /quotes/],
    ['http://h:9200/?pretty', /after the path/],
    ['http://h:9200#x', /after the path/],
    ['http://h:0', /"0" is not a port/],
    ['http://h:65536', /65536/],
    ['http://h:abc', /abc/],
    ['http://a b:9200', /not a URL/],
    ['http://:9200', /not a URL/],
  ])('says what is wrong with %j', (text, problem) => {
    const parsed = parseEndpoint(text)
    expect(parsed).toEqual({ problem: expect.stringMatching(problem) as unknown })
  })

  it.each([
    'https://elastic:geheim@h:9200',
    'https://elastic:geheim@h',
    'https://elastic:geheim@h:9200/path?x#y',
    'https://elastic:#geheim@h:9200',
    'https://elastic:geheim#@h:9200',
    'https://elastic:?geheim@h:9200',
    'ftp://elastic:geheim@h:21',
    'https://elastic:g@geheim@h:9200',
    '"https://elastic:geheim@h:9200"',
    'https://elastic:geheim@',
    'https://elastic:ge%heim:geheim@h:9200',
  ])('refuses credentials in %j without repeating the password', (text) => {
    const parsed = parseEndpoint(text)
    expect(parsed).toHaveProperty('problem')
    expect(JSON.stringify(parsed)).not.toContain('geheim')
  })

  it.each(['elastic:geheim@h:9200', '//elastic:geheim@h:9200', 'http:/elastic:geheim@h:9200'])(
    'repeats no password where the scheme is missing: %j',
    (text) => {
      const parsed = parseEndpoint(text)
      expect(parsed).toHaveProperty('problem')
      expect(JSON.stringify(parsed)).not.toContain('geheim')
    },
  )

  it.each(['https://elastic:geh/geheim@h:9200', 'https://elastic:geheim/@h:9200'])(
    'repeats no password that has a slash in it: %j',
    (text) => {
      const parsed = parseEndpoint(text)
      expect(parsed).toHaveProperty('problem')
      expect(JSON.stringify(parsed)).not.toContain('geheim')
    },
  )
})
