import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { catalogue } from '../../../src/checks/catalogue/index.js'
import type { ReportDocument } from '../../../src/report/document.js'
import { exitCodeOf, rendered } from '../../../src/report/formats/index.js'
import { expectCalm } from '../../support/expectations.js'
import { documentOf, startBench, type Bench, type Flavor } from './broken/bench.js'
import type { Fault } from './broken/fault.js'
import { faultsOfAccount } from './broken/of-account.js'
import { faultsOfAccountOnOpenSearch } from './broken/of-account-opensearch.js'
import { faultsOfApplication } from './broken/of-application.js'
import { faultsOfLifecycle } from './broken/of-lifecycle.js'
import { faultsOfObjects } from './broken/of-objects.js'
import { faultsOfSettings } from './broken/of-settings.js'
import { faultsOfStack } from './broken/of-stack.js'

/** One for each check, on the product where it can be broken. */
export const faults: Fault[] = [
  ...faultsOfSettings,
  ...faultsOfStack,
  ...faultsOfObjects,
  ...faultsOfLifecycle,
  ...faultsOfAccount,
  ...faultsOfAccountOnOpenSearch,
  ...faultsOfApplication,
]

/** What each format says of one finding, after its own manner. */
const inFormats = (
  id: string,
  severity: Fault['severity'],
): Record<'junit' | 'github' | 'markdown' | 'prometheus', RegExp> => ({
  junit: new RegExp(`<testcase [^>]*name="${id}(: [^"]*)?"[^>]*>\\n +<failure type=`),
  github: new RegExp(`^::error (file=[^,]+,)?(line=\\d+,)?title=${id}::`, 'm'),
  markdown: new RegExp(`^\\| ${severity === 'fail' ? '❌' : '⚠️'} \\| \`${id}\` \\|`, 'm'),
  prometheus: new RegExp(`^elkctl_findings\\{check="${id}",status="${severity}"\\} [1-9]\\d*$`, 'm'),
})

/** Formats escape what would be markup in them. */
const plain = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#10;', '\n')
    .replaceAll('&amp;', '&')
    .replaceAll('%25', '%')
    .replaceAll('%0A', '\n')
    .replaceAll(/\\([\\`*_{}[\]<>|#~])/g, '$1')

function expectInEachFormat(document: ReportDocument, { id, severity, exit, says }: Fault): void {
  for (const [format, pattern] of Object.entries(inFormats(id, severity)) as [
    keyof ReturnType<typeof inFormats>,
    RegExp,
  ][]) {
    const text = rendered(document, format)
    expect(text).toMatch(pattern)
    if (format !== 'prometheus') expect(plain(text)).toContain(says)
    expect(exitCodeOf(document, format)).toBe(exit)
  }
}

const flavors: Record<Flavor, string> = {
  elasticsearch: 'Elasticsearch 7.10 (Kibana: a double that answers as recorded)',
  opensearch: 'OpenSearch 2.19 (ISM and OpenSearch Dashboards: doubles that answer as recorded)',
}

export function describeFaults(flavor: Flavor, tried: Fault[]): void {
  describe(`on ${flavors[flavor]}`, () => {
    let bench: Bench
    beforeAll(async () => {
      bench = await startBench(flavor)
    }, 300_000)
    afterEach(() => bench.reset())
    afterAll(() => bench.stop())

    it.each(tried.filter(({ on }) => on === flavor))(
      '$id is found when it is broken, and not when it is mended',
      async (fault) => {
        const { id, make, severity, exit, says, line = ['verify', '--only', id], instead = id, signsIn } = fault
        expect(catalogue[id].severity).toBe(severity)
        const run = (...more: string[]) => bench.run([...line, ...more], { isAdministrator: signsIn === undefined })
        const mend = await make(bench)
        try {
          const text = await run('--fail-on', 'fail')
          expect(plain(text.stdout + text.stderr)).toContain(says)
          expect({ code: text.code, stderr: text.stderr }).toEqual({
            code: severity === 'fail' ? exit : 0,
            stderr: text.stderr,
          })
          expectCalm(text.stdout + text.stderr)
          const json = await run('--fail-on', 'warn', '--output', 'json')
          const document = documentOf(json)
          expect(document.findings?.filter((finding) => finding.id === id && finding.status === severity)).not.toEqual(
            [],
          )
          expect({ code: json.code, verdict: document.verdict }).toEqual({ code: exit, verdict: document.verdict })
          expectInEachFormat(document, fault)
        } finally {
          await mend()
        }
        const { findings = [], exitCode, verdict } = documentOf(await run('--fail-on', 'warn', '--output', 'json'))
        const statuses = findings.filter((finding) => finding.id === instead).map(({ status }) => status)
        expect({ verdict, exitCode, statuses: [...new Set(statuses)] }).toEqual({
          verdict,
          exitCode: 0,
          statuses: ['pass'],
        })
      },
      60_000,
    )
  })
}
