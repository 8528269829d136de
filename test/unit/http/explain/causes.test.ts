import { describe, expect, it } from '@jest/globals'
import { refusal } from '../../../../src/http/answer.js'
import { reply, type Answer } from '../../fake-stack.js'

const said = (type: string, reason: string, status: number): Answer => ({
  status,
  body: { error: { root_cause: [{ type, reason }], type, reason }, status },
})
const block = (text: string, status: number) =>
  said('cluster_block_exception', `index [filebeat-x] blocked by: [${text}];`, status)

describe('a refusal is explained by its cause, not by its status', () => {
  it.each<[string, Answer, string, RegExp]>([
    // Elasticsearch 7.3, then from 7.4 on
    [
      'a full disk',
      block('FORBIDDEN/12/index read-only / allow delete (api)', 403),
      'failure',
      /read_only_allow_delete": null/,
    ],
    [
      'a full disk',
      block('TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark', 429),
      'failure',
      /Free space/,
    ],
    ['a write block', block('FORBIDDEN/8/index write (api)', 403), 'failure', /index\.blocks\.write": null/],
    [
      'a read-only cluster',
      block('FORBIDDEN/6/cluster read-only (api)', 403),
      'failure',
      /in a request of its own \(PUT \/_cluster\/settings \{"persistent": \{"cluster\.blocks\.read_only": null\}\}/,
    ],
    [
      'a read-only cluster that lets indices be deleted: no full disk',
      block('FORBIDDEN/13/cluster read-only / allow delete (api)', 403),
      'failure',
      /\{"cluster\.blocks\.read_only_allow_delete": null\}/,
    ],
    ['a closed index', said('index_closed_exception', 'closed', 400), 'failure', /_open/],
    [
      'an alias',
      said(
        'illegal_argument_exception',
        'no write index is defined for alias [openvidu]. The write index may be …',
        400,
      ),
      'failure',
      /is_write_index/,
    ],
    [
      'indices that are not made by themselves',
      said('index_not_found_exception', "no such index [x] and [action.auto_create_index] ([-x]) doesn't match", 404),
      'failure',
      /action\.auto_create_index/,
    ],
    [
      'a header that got lost',
      said('security_exception', 'missing authentication credentials for REST request [/_security/role/x]', 401),
      'access',
      /header Authorization/,
    ],
    [
      'a proxy’s page',
      { status: 403, body: '<html><head><title>403 Forbidden</title></head></html>' },
      'unreachable',
      /proxy/,
    ],
    [
      'a shard that is away',
      said('unavailable_shards_exception', 'primary shard is not active', 503),
      'failure',
      /allocation\/explain/,
    ],
    [
      'a redirect',
      { status: 302, body: '', headers: { location: 'https://sso.example/login' } },
      'unreachable',
      /leads to/,
    ],
    [
      'a limit of nginx',
      { status: 413, body: '<html><h1>413 Request Entity Too Large</h1></html>' },
      'failure',
      /client_max_body_size/,
    ],
  ])('%s', (_what, answer, exit, hint) => {
    const error = refusal(reply('PUT', '/x', answer), 'It')
    expect(error).toMatchObject({ exit, hint: expect.stringMatching(hint) as unknown })
    expect(error.hint).not.toMatch(/administrator|right/i)
  })

  it('and the server’s words are there: what it says, where it leads, what was too large', () => {
    const message = (answer: Answer, sent?: number) =>
      refusal({ ...reply('POST', '/x', answer), ...(sent !== undefined && { sent }) }, 'It').message
    expect(message(block('FORBIDDEN/8/index write (api)', 403))).toContain('index write (api)')
    expect(message({ status: 302, body: '', headers: { location: 'https://sso.example/login' } })).toContain(
      '302 leads to https://sso.example/login',
    )
    expect(message({ status: 413, body: 'too large' }, 2_345_678)).toContain('413 too large (POST /x, 2345678 bytes)')
  })

  it('a right that is missing is still one', () => {
    const denied = said('security_exception', 'action [indices:data/write/index] is unauthorized for user [u]', 403)
    expect(refusal(reply('PUT', '/x', denied), 'It')).toMatchObject({
      exit: 'access',
      hint: expect.stringContaining('the index privilege write') as unknown,
    })
  })
})
