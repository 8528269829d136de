import type { Exit } from '../../errors.js'
import type { Reply } from '../../stack/stack.js'

/** Why a request failed that has nothing to do with rights or passwords, whatever the status says. */
export interface Cause {
  exit: Exit
  /** what to do about it */
  hint: string
}

const again = 'then run the command again.'

/** The block that the server sets when a disk reaches the flood-stage watermark. */
const fullDisk = /(FORBIDDEN|TOO_MANY_REQUESTS)\/12\/|index read-only \/ allow delete/

export const saysDiskIsFull = (words: string): boolean => fullDisk.test(words)

/** The server refuses a request that changes a second setting with it (403, recorded on 7.10.2). */
function readOnlyCluster(name: string): string {
  return `The whole cluster is set to read-only. Take that off, in a request of its own (PUT /_cluster/settings {"persistent": {"cluster.blocks.${name}": null}}, or "transient" where that was used), ${again}`
}

/** By the words of Elasticsearch and OpenSearch; the numbers are those of the blocks in their sources (IndexMetadata, Metadata). */
const byWords: [RegExp, Exit, string][] = [
  [
    fullDisk,
    'failure',
    `The disk was nearly full, and the server blocked the index. Free space, take the block off (PUT /INDEX/_settings {"index.blocks.read_only_allow_delete": null}), ${again}`,
  ],
  [/FORBIDDEN\/13\/|cluster read-only \/ allow delete/, 'failure', readOnlyCluster('read_only_allow_delete')],
  [/FORBIDDEN\/6\/|cluster read-only/, 'failure', readOnlyCluster('read_only')],
  [
    /FORBIDDEN\/(5|7|8)\//,
    'failure',
    `The index is blocked. Take the block off (PUT /INDEX/_settings {"index.blocks.read_only": null, "index.blocks.read": null, "index.blocks.write": null}), ${again}`,
  ],
  [/cluster_block_exception/, 'failure', `Take the block off that the server names, ${again}`],
  [
    /unavailable_shards_exception/,
    'failure',
    `A shard of the index is not allocated. GET /_cluster/allocation/explain says why; fix that, or delete the index, ${again}`,
  ],
  [/index_closed_exception/, 'failure', `The index is closed. Open it (POST /INDEX/_open) or delete it, ${again}`],
  [
    /no write index is defined for alias/,
    'failure',
    `Nothing can be written to this alias: give one of its indices "is_write_index": true (POST /_aliases), or take the alias away, ${again}`,
  ],
  [
    /action\.auto_create_index/,
    'failure',
    `The server does not create indices automatically, and the application relies on it: allow its indices in the setting action.auto_create_index, ${again}`,
  ],
  [
    /missing authentication credentials/,
    'access',
    'The password did not arrive: something in between removed the Authorization header (nginx: proxy_set_header Authorization $http_authorization; proxy_pass_request_headers on).',
  ],
  [
    /realm\b.*\b(disabled|not enabled|not available|off)\b/i,
    'failure',
    'Users of the server itself are switched off (xpack.security.authc.realms.native.*.enabled: false): switch them on, or the application has no account to use.',
  ],
]

/** undefined: the status says it all */
export function causeOf(reply: Reply): Cause | undefined {
  const { status, headers, body } = reply
  if (status >= 300 && status < 400 && headers['location'] !== undefined)
    return {
      exit: 'unreachable',
      hint: 'Put the address that it leads to into the settings, if that is the server; else check what is in between.',
    }
  if (status === 413) return tooLarge
  if ((status === 401 || status === 403) && isPage(body))
    return {
      exit: 'unreachable',
      hint: 'This page is not the server’s own: a proxy, a firewall or a login in between refuses the request. Let it pass the methods and paths that --verbose shows.',
    }
  const words = typeof body === 'string' ? body : JSON.stringify(body ?? null)
  const match = byWords.find(([pattern]) => pattern.test(words))
  return match && { exit: match[1], hint: match[2] }
}

const tooLarge: Cause = {
  exit: 'failure',
  hint: 'Something in between takes only smaller requests: raise its limit above that size (nginx: client_max_body_size 20m).',
}

/** Both products refuse in JSON. */
const isPage = (body: unknown): boolean =>
  typeof body === 'string' && /^\s*<(!doctype|html|head|body|h1|title)\b/i.test(body)
