import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeCertificate, type Certificate } from '../../../../sandbox/certificates.js'
import { closedPort } from '../../../support/testbed.js'
import { startConnectProxy } from '../../endpoints/connect-proxy.js'
import { startTlsFront } from '../../endpoints/tls-front.js'
import type { Bench, Mend } from './bench.js'
import type { Fault } from './fault.js'

/** The line of `.env` that names the search engine. */
const leadTo = ({ edit, envFile }: Bench, address: string): Mend =>
  edit(envFile, (text) => text.replace(/^(OPENVIDU_PRO_ELASTICSEARCH_HOST)=.*$/m, `$1=${address}`))

/** Before the first request, and on the way to the server. */
export const faultsOfSettings: Fault[] = [
  {
    ...{
      id: 'settings.file',
      on: 'elasticsearch',
      severity: 'fail',
      exit: 3,
      says: 'cannot be read: it does not exist',
    },
    make: ({ envFile }) => {
      renameSync(envFile, `${envFile}.away`)
      return () => {
        renameSync(`${envFile}.away`, envFile)
      }
    },
  },
  {
    ...{
      id: 'settings.grammar',
      on: 'elasticsearch',
      severity: 'warn',
      exit: 3,
      says: 'this line is ignored: a setting must be written ELASTICSEARCH_USERNAME=value',
    },
    make: ({ edit, envFile }) => edit(envFile, (text) => `${text}\nexport ELASTICSEARCH_USERNAME=x\n`),
  },
  {
    ...{ id: 'settings.value', on: 'elasticsearch', severity: 'fail', exit: 3, says: 'ftp:' },
    make: (bench) => leadTo(bench, 'ftp://127.0.0.1:9200'),
  },
  {
    ...{ id: 'settings.cannot-work', on: 'elasticsearch', severity: 'fail', exit: 2 },
    says: 'ELASTICSEARCH_INDEX_DATE_FORMAT cannot work as it is',
    line: ['verify', '--profile', 'isp', '--only', 'settings.cannot-work'],
    make: ({ edit, ispFile }) => edit(ispFile, (text) => text.replace('%Y.%m.%d', 'YYYY.MM.dd')),
  },
  {
    ...{ id: 'settings.data-file', on: 'elasticsearch', severity: 'fail', exit: 3, says: 'broken.json' },
    make: ({ data }) => {
      const file = join(data, 'templates/openvidu/ingest-pipelines/broken.json')
      writeFileSync(file, '{ "processors": ')
      return () => {
        rmSync(file)
      }
    },
  },
  {
    ...{ id: 'network.name', on: 'elasticsearch', severity: 'fail', exit: 5, says: 'elastic.invalid' },
    make: (bench) => leadTo(bench, 'http://elastic.invalid:9200'),
  },
  {
    ...{
      id: 'network.port',
      on: 'elasticsearch',
      severity: 'fail',
      exit: 5,
      says: 'Nothing listens on 127.0.0.1 port',
    },
    make: async (bench) => leadTo(bench, `http://127.0.0.1:${await closedPort()}`),
  },
  {
    ...{ id: 'network.proxy', on: 'elasticsearch', severity: 'fail', exit: 5, says: '502' },
    make: async (bench) => {
      const targets: Record<string, number> = {}
      const proxy = await startConnectProxy({ targets })
      const back = leadTo(bench, 'http://elastic.example:9200')
      process.env['HTTP_PROXY'] = proxy.url
      bench.later(async () => {
        back()
        delete process.env['HTTP_PROXY']
        await proxy.stop()
      })
      return () => {
        targets['elastic.example:9200'] = bench.stack.search.port
      }
    },
  },
  {
    ...{ id: 'network.tls', on: 'elasticsearch', severity: 'fail', exit: 5, says: 'certificate' },
    make: async (bench) => {
      const its = { name: '127.0.0.1', hosts: ['127.0.0.1'] }
      const [known, unknown] = [makeCertificate(its), makeCertificate(its)]
      const front = (certificate: Certificate) =>
        startTlsFront({ certificate, decide: () => ({ to: bench.stack.search.url }) })
      const [right, wrong] = [await front(known), await front(unknown)]
      const back = leadTo(bench, `https://127.0.0.1:${wrong.port}`)
      const authority = join(bench.data, 'authority.pem')
      writeFileSync(authority, known.cert)
      bench.trust(authority)
      bench.later(async () => {
        back()
        await Promise.all([right.stop(), wrong.stop()])
      })
      return () => leadTo(bench, `https://127.0.0.1:${right.port}`)
    },
  },
]
