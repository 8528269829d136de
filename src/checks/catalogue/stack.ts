import type { CatalogueEntry } from './entry.js'

const elastic = 'https://www.elastic.co/guide/en/elasticsearch/reference/current'

/** What is looked at on the servers themselves, whatever the application. */
export const stackChecks = {
  'stack.answers': {
    title: 'the search engine and the dashboards server answer',
    severity: 'fail',
    exit: 'unreachable',
    means:
      'No answer comes, or something else than the expected product answers: a proxy, a login page, another cluster.',
    why: 'The application sends its data to this address, and people open the dashboards there.',
    mend: 'elkctl doctor finds out at which point of the way it fails.',
    documented: ['README, “Exit codes”'],
  },
  'stack.version': {
    title: 'the release of the application and the version of the stack go together',
    severity: 'fail',
    exit: 'incompatible',
    means: 'The application does not support this product or version.',
    why: 'Templates, dashboards or clients of the application do not work with it.',
    mend: 'Use one of the versions that the finding names, or continue anyway with --force.',
    documented: ['README, “Exit codes”'],
  },
  'stack.licence': {
    title: 'the licence of Elasticsearch is active',
    severity: 'fail',
    exit: 'failure',
    means: 'The licence has expired.',
    why: 'With an expired licence Elasticsearch refuses requests for its health and statistics, and switches features off.',
    mend: 'Install a new licence, or go back to the free one: POST /_license/start_basic?acknowledge=true.',
    documented: ['https://www.elastic.co/guide/en/kibana/current/managing-licenses.html'],
  },
  'stack.red': {
    title: 'every primary shard is allocated',
    severity: 'fail',
    exit: 'failure',
    means: 'The cluster is red: at least one primary shard is on no node.',
    why: 'Documents for that shard are refused, and searches miss the documents in it.',
    mend: 'Bring back the node that has the shard, or do what GET /_cluster/allocation/explain says.',
    documented: [`${elastic}/red-yellow-cluster-status.html`],
  },
  'stack.yellow': {
    title: 'every replica is allocated',
    severity: 'warn',
    exit: 'failure',
    means: 'The cluster is yellow: all data is there, but some copies are on no node.',
    why: 'If a node is lost, data that has no copy is lost with it.',
    mend: 'Add a node or bring one back. On a cluster of one node: set index.number_of_replicas to 0.',
    documented: [`${elastic}/red-yellow-cluster-status.html`],
  },
  'stack.disk': {
    title: 'no disk has reached a watermark',
    severity: 'warn',
    exit: 'failure',
    means: 'A node has less free disk space than one of the three watermarks (low, high, flood stage) asks for.',
    why: 'Above low a node takes no new replicas, above high its shards move away, at flood stage its indices are read-only.',
    mend: 'Delete old indices, shorten the retention, or add disk space.',
    documented: [`${elastic}/fix-watermark-errors.html`],
  },
  'stack.write-block': {
    title: 'neither the cluster nor an index of the application is blocked',
    severity: 'fail',
    exit: 'failure',
    means:
      'A block refuses writes. It is not a rate limit: it does not pass by waiting, although both may be answered with 429.',
    why: 'The application loses what it sends, or keeps sending it.',
    mend: 'Free disk space first, then take the block off with the request that the finding names.',
    documented: [`${elastic}/index-modules-blocks.html`, `${elastic}/fix-watermark-errors.html`],
  },
  'stack.shard-limit': {
    title: 'the cluster takes further shards',
    severity: 'fail',
    exit: 'failure',
    means: 'The number of open shards has reached cluster.max_shards_per_node, or nearly.',
    why: 'At the limit no index can be created: the next daily index is refused, and its documents with it.',
    mend: 'Delete or shrink old indices, shorten the retention, add a node, or raise the limit.',
    documented: [`${elastic}/size-your-shards.html`],
  },
  'clock.skew': {
    title: 'the clocks of this machine and of the servers agree',
    severity: 'warn',
    exit: 'failure',
    means: 'The clock of a server and the clock of this machine differ by more than a minute.',
    why: 'Daily indices get the wrong date, dashboards look empty, and signatures and certificates may be refused.',
    mend: 'Set both clocks by NTP (timedatectl set-ntp true).',
    documented: ['README, “Users and rights”'],
  },
} satisfies Record<string, CatalogueEntry>
