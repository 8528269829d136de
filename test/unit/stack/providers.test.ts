import { expect, it } from '@jest/globals'
import { providerOf } from '../../../src/stack/providers.js'

it.each([
  ['https://search-openvidu-abc.eu-west-1.es.amazonaws.com:443', 'aws'],
  ['https://vpc-openvidu-abc.cn-north-1.es.amazonaws.com.cn:443', 'aws'],
  ['https://search-openvidu-abc.aos.eu-west-1.on.aws:443', 'aws'],
  ['https://SEARCH.EU-WEST-1.ES.AMAZONAWS.COM:443/path', 'aws'],
  ['https://abc.eu-west-1.aws.found.io:9243', 'elastic-cloud'],
  ['https://abc.es.europe-west1.gcp.cloud.es.io:9243', 'elastic-cloud'],
  ['https://abc.es.us-east-1.aws.elastic-cloud.com:443', 'elastic-cloud'],
  ['https://abc.es.us-east-1.aws.elastic.cloud:443', 'elastic-cloud'],
  ['http://localhost:9200', 'self-hosted'],
  ['http://10.0.0.1:9200', 'self-hosted'],
  ['http://[::1]:9200', 'self-hosted'],
  ['https://ec2-1-2-3-4.eu-west-1.compute.amazonaws.com:9200', 'self-hosted'],
  ['https://es.amazonaws.com.example.com:9200', 'self-hosted'],
  ['https://notfound.io:9200', 'self-hosted'],
])('%s is %s', (url, name) => {
  expect(providerOf(url).name).toBe(name)
})
