import type { JsonObject } from '../../../src/json.js'
import { answersOf, readStackFile } from './overlay.js'
import type { LocalStackOptions } from '../../../sandbox/stack.js'

/** What elkctl brings to a stack, as the columns of the matrix of docs/stacks.md. */
export const parts = ['detection', 'content', 'security', 'lifecycle', 'dashboards'] as const
export type Part = (typeof parts)[number]

/** What stood there when the cases of a part ran. */
export type Evidence =
  /** the product itself */
  | 'real'
  /** a double that answers as the product was recorded to answer, and is tested against these recordings */
  | 'recorded'
  /** answers that were written down from the product's documentation or sources */
  | 'derived'
  /** nothing: the cases show that elkctl says so, and does the rest */
  | 'absent'

/** How a derived part is called in remarks: the file with its answers, which names its source. */
const derivedFrom = (file: string) => `answers derived from documentation: \`test/fixtures/stacks/${file}.json\``

const newerKibana = (version: string) => ({
  version,
  features: readStackFile('kibana-8.18-features').features as JsonObject[],
})

export interface ContractStack {
  /** as it stands in the matrix of docs/stacks.md */
  title: string
  options: LocalStackOptions
  evidence: Record<Part, Evidence>
  /** what is not what an operator would have, and why: a line of the test's output and of docs/stacks.md */
  remarks: string[]
  /** what `--json` says of the stack */
  expected: { product: string; version: string; compatibilityMode?: boolean }
  /** further arguments of every command that takes them */
  args?: string[]
  /** no ingest processors and no `scaled_float` there: what is installed does without */
  withoutModules?: boolean
  /** older than anything OpenVidu works with: no proof of rights there */
  belowFloor?: boolean
  /** default: as its engine has it */
  pluginPath?: '/_opendistro'
  /** release of OpenVidu; default 2.20.0 */
  release?: string
}

const noIlm = 'ILM is in no public Maven repository for this version: elkctl says that it is missing, and does the rest'
const noModules =
  'no public Maven repository has ingest processors and `scaled_float` for this version: pipelines have no processors, and the type is `float`'
const kibanaDouble = 'Kibana is a double that answers as Kibana 7.12.1 was recorded to answer'
const newerKibanaDouble = `the same Kibana double with status and features of 8.18 and later: ${derivedFrom('kibana-8.18-features')}`
const dashboardsDouble =
  'ISM and OpenSearch Dashboards are doubles that answer as 2.19 was recorded to answer: neither is in a package registry'

const onElasticsearch = { detection: 'real', content: 'real', security: 'real', lifecycle: 'absent' } as const
const onOpenSearch = {
  detection: 'real',
  content: 'real',
  security: 'real',
  lifecycle: 'recorded',
  dashboards: 'recorded',
} as const

/** Every engine that runs on this machine. A test file for each. */
export const engineStacks = {
  'elasticsearch-6.8': {
    title: 'Elasticsearch 6.8.23 with security (below the floor, with `--force`, for its ILM)',
    options: { engine: 'elasticsearch-6.8', dashboards: false },
    evidence: { ...onElasticsearch, lifecycle: 'real', dashboards: 'absent' },
    remarks: ['not supported by OpenVidu: the rights of the account are not proved'],
    belowFloor: true,
    expected: { product: 'elasticsearch', version: '6.8.23' },
    args: ['--force'],
  },
  'elasticsearch-7.10': {
    title: 'Elasticsearch 7.10.2 with security',
    options: { engine: 'elasticsearch-7.10', basePath: '/kibana' },
    evidence: { ...onElasticsearch, dashboards: 'recorded' },
    remarks: [noIlm, kibanaDouble],
    expected: { product: 'elasticsearch', version: '7.10.2' },
  },
  'elasticsearch-7.10-no-security': {
    title: 'Elasticsearch 7.10.2 without security',
    options: { engine: 'elasticsearch-7.10', security: false },
    evidence: { ...onElasticsearch, security: 'absent', dashboards: 'recorded' },
    remarks: [noIlm, kibanaDouble],
    expected: { product: 'elasticsearch', version: '7.10.2' },
  },
  'elasticsearch-8.19': {
    title: 'Elasticsearch 8.19.21 with security',
    options: { engine: 'elasticsearch-8.19', double: newerKibana('8.19.21') },
    evidence: { ...onElasticsearch, detection: 'derived', dashboards: 'derived' },
    remarks: [noIlm, noModules, newerKibanaDouble, 'the body of `GET /` is ours; its headers are real'],
    expected: { product: 'elasticsearch', version: '8.19.21' },
    withoutModules: true,
  },
  'elasticsearch-9.5': {
    title: 'Elasticsearch 9.5.3 with security',
    options: { engine: 'elasticsearch-9.5', double: newerKibana('9.5.3') },
    evidence: { ...onElasticsearch, detection: 'derived', dashboards: 'derived' },
    remarks: [noIlm, noModules, newerKibanaDouble, 'the body of `GET /` is ours; its headers are real'],
    expected: { product: 'elasticsearch', version: '9.5.3' },
    withoutModules: true,
  },
  'opensearch-2.19': {
    title: 'OpenSearch 2.19.4 with security',
    options: { engine: 'opensearch-2.19', basePath: '/_dashboards' },
    evidence: onOpenSearch,
    remarks: [dashboardsDouble],
    expected: { product: 'opensearch', version: '2.19.4' },
  },
  'opensearch-2.19-compatibility': {
    title: 'OpenSearch 2.19.4 with security, in compatibility mode',
    options: { engine: 'opensearch-2.19', settings: { 'compatibility.override_main_response_version': 'true' } },
    evidence: onOpenSearch,
    remarks: [dashboardsDouble],
    expected: { product: 'opensearch', version: '7.10.2', compatibilityMode: true },
  },
  'opensearch-2.19-no-security': {
    title: 'OpenSearch 2.19.4 without security',
    options: { engine: 'opensearch-2.19', security: false },
    evidence: { ...onOpenSearch, security: 'absent' },
    remarks: [dashboardsDouble],
    expected: { product: 'opensearch', version: '2.19.4' },
  },
  'opensearch-3.4': {
    title: 'OpenSearch 3.4.0 with security',
    options: { engine: 'opensearch-3.4' },
    evidence: onOpenSearch,
    remarks: [dashboardsDouble],
    expected: { product: 'opensearch', version: '3.4.0' },
  },
} satisfies Record<string, ContractStack>

/** Stacks that cannot run here: an engine that is related, behind answers that were written down. A test file for each. */
export const derivedStacks = {
  'elasticsearch-7.3': {
    title: 'Elasticsearch 7.3.2 with security, for OpenVidu Pro 2.16',
    options: { engine: 'elasticsearch-7.10', answer: answersOf('elasticsearch-7.3') },
    evidence: {
      ...onElasticsearch,
      detection: 'derived',
      content: 'derived',
      security: 'derived',
      dashboards: 'recorded',
    },
    remarks: [noIlm, `Elasticsearch 7.10.2 behind ${derivedFrom('elasticsearch-7.3')}`, kibanaDouble],
    expected: { product: 'elasticsearch', version: '7.3.2' },
    release: '2.16.0',
  },
  'opendistro-1.13': {
    title: 'Open Distro 1.13 with Kibana',
    options: {
      engine: 'opensearch-2.19',
      basePath: '/_plugin/kibana',
      answer: answersOf('opendistro-1.13'),
      double: { version: '7.10.2' },
    },
    evidence: {
      detection: 'derived',
      content: 'derived',
      security: 'derived',
      lifecycle: 'derived',
      dashboards: 'derived',
    },
    remarks: [`OpenSearch 2.19.4, which has the paths of Open Distro too, behind ${derivedFrom('opendistro-1.13')}`],
    expected: { product: 'opendistro', version: '7.10.2' },
    pluginPath: '/_opendistro',
  },
  'opensearch-1.3': {
    title: 'OpenSearch 1.3 with security',
    options: {
      engine: 'opensearch-2.19',
      answer: answersOf('opensearch-1.3'),
      double: { version: '1.3.20' },
    },
    evidence: {
      detection: 'derived',
      content: 'derived',
      security: 'derived',
      lifecycle: 'derived',
      dashboards: 'derived',
    },
    remarks: [`OpenSearch 2.19.4 behind ${derivedFrom('opensearch-1.3')}`],
    expected: { product: 'opensearch', version: '1.3.20' },
  },
  'aws-opensearch-2.11': {
    title: 'Amazon OpenSearch Service 2.11 with fine-grained access control',
    options: { engine: 'opensearch-2.19', basePath: '/_dashboards', answer: answersOf('aws-opensearch-2.11') },
    evidence: {
      detection: 'derived',
      content: 'derived',
      security: 'derived',
      lifecycle: 'derived',
      dashboards: 'derived',
    },
    remarks: [
      `OpenSearch 2.19.4 behind ${derivedFrom('aws-opensearch-2.11')}`,
      'host names and signatures of AWS are tested elsewhere: here the address is a local one',
    ],
    expected: { product: 'opensearch', version: '2.11.0' },
  },
} satisfies Record<string, ContractStack>

export const allStacks: ContractStack[] = [...Object.values(engineStacks), ...Object.values(derivedStacks)]
