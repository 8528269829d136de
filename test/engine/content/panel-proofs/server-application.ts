import { at, fourIntervals, over, type Proof } from './proof.js'

/** A timer of one step: how many requests, all of their milliseconds, and the longest. */
const requests = (name: string, second: number, tags: object, [count, sum, max]: [number, number, number]) => ({
  '@timestamp': at(second),
  name,
  type: 'timer',
  ...tags,
  count,
  sum,
  mean: count === 0 ? 0 : sum / count,
  max,
})
const served = (second: number, method: string, uri: string, status: string, numbers: [number, number, number]) =>
  requests('http_server_requests', second, { method, uri, status }, numbers)
const asked = (second: number, numbers: [number, number, number]) =>
  requests('http_client_requests', second, { method: 'GET', uri: '/', status: '200' }, numbers)
const logged = (second: number, level: string, count: number) => ({
  '@timestamp': at(second),
  name: 'logback_events',
  type: 'counter',
  level,
  count,
})

const sessions = '/openvidu/api/sessions'
const nodes = '/openvidu/api/media-nodes'

export const serverApplicationProof: Proof = {
  dashboard: 'openvidu-server-application-metrics',
  time: fourIntervals,
  documents: {
    'server-metrics-2026-11': [
      { ...served(0, 'GET', sessions, '200', [30, 600, 100]), host: 'one', application: 'openvidu' },
      { ...served(0, 'POST', sessions, '409', [10, 400, 60]), host: 'one', application: 'openvidu' },
      served(10, 'GET', sessions, '200', [10, 50, 9]),
      served(10, 'POST', nodes, '500', [10, 5000, 900]),
      // A step without requests, which the registry sends all the same.
      served(10, 'GET', 'root', '301', [0, 0, 0]),
      served(30, 'GET', sessions, '200', [40, 40, 1]),
      // Malformed, or without what a panel splits by: kept, not counted by it.
      { ...served(0, 'GET', sessions, '200', [1, 1, 1]), count: 'one', sum: 'NaN', mean: 'NaN', max: 'NaN' },
      { ...requests('http_server_requests', 10, {}, [0, 0, 0]) },
      asked(0, [2, 300, 200]),
      asked(10, [0, 0, 200]),
      logged(0, 'info', 5),
      logged(10, 'info', 7),
      logged(0, 'warn', 1),
      logged(10, 'error', 2),
      logged(30, 'error', 50),
    ],
  },
  expected: {
    'Host and Application': { Host: { one: 2 }, Application: { openvidu: 2 } },
    'Total Requests': 100,
    'Failed Requests': 20,
    'Error Rate': { 'Error Rate': 0.2 },
    'Log Event': {
      error: over(0, 2, 0),
      warn: over(1, 0, 0),
      info: over(5, 7, 0),
      debug: over(0, 0, 0),
      trace: over(0, 0, 0),
    },
    'Response time': { Average: over(25, 252.5), Max: over(100, 900) },
    'Http Status Code': {
      '1XX': {},
      '2XX': over(3, 1),
      '3XX': over(null, 0),
      '4XX': over(1),
      '5XX': over(null, 1),
    },
    'Top 10 Most Used API endpoints': {
      // The fourth interval ends after the time range.
      'GET sessions': over(3, 1),
      'POST sessions': over(1),
      'POST media-nodes': over(null, 1),
      'GET root': over(null, 0),
    },
    'Top 10 Slowest API endpoints': {
      'POST media-nodes': { 'Average (ms)': 500, 'Longest (ms)': 900, Requests: 10 },
      'POST sessions': { 'Average (ms)': 40, 'Longest (ms)': 60, Requests: 10 },
      'GET sessions': { 'Average (ms)': (20 + 5 + 1) / 3, 'Longest (ms)': 100, Requests: 80 },
    },
    'Average Response Time': { 'Response Time': over(150) },
    'Max Response Time': 200,
  },
}
