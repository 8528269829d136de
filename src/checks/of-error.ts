import { DataFileError, SettingsError, UnreachableError, type ElkctlError, type Exit } from '../errors.js'
import type { CheckId } from './catalogue/index.js'
import { problem, type Finding, type Place } from './finding.js'

/** What an error that ended the run says, as findings: one for each of several problems. */
export function findingsOfError(error: ElkctlError): Finding[] {
  const { message, hint, exit } = error
  if (error instanceof SettingsError)
    return error.problems.map((one) =>
      problem('settings.value', one.message, { subject: one.where, hint, ...placeIn(one.where) }),
    )
  if (error instanceof DataFileError)
    return error.problems.map(({ file, problem: words }) =>
      problem('settings.data-file', words, { subject: file, hint, place: { file } }),
    )
  if (error instanceof UnreachableError) return [problem(stageOf(error), message, { hint })]
  return [problem(checkFor[exit] ?? 'run.completed', message, { hint, exit })]
}

const checkFor: Partial<Record<Exit, CheckId>> = {
  usage: 'settings.file',
  access: 'account.signs-in',
  incompatible: 'stack.version',
  conflict: 'object.blocked',
}

/** "/opt/app/.env:12" */
function placeIn(where: string): { place?: Place } {
  const [, file, line] = /^(.+):(\d+)$/.exec(where) ?? []
  return file === undefined ? {} : { place: { file, line: Number(line) } }
}

/** How far a request came. Codes of Node and OpenSSL: https://nodejs.org/api/errors.html#nodejs-error-codes */
const stages: [RegExp, CheckId][] = [
  [/^PROXY_/, 'network.proxy'],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'network.name'],
  [/^(ECONNREFUSED|ETIMEDOUT|ECONNABORTED|TimeoutError|EHOSTUNREACH|ENETUNREACH)$/, 'network.port'],
  [/CERT|TLS|SSL|EPROTO|FINGERPRINT|SELF_SIGNED|UNABLE_TO/, 'network.tls'],
]

export const stageOf = ({ code }: UnreachableError): CheckId =>
  stages.find(([pattern]) => pattern.test(code))?.[1] ?? 'stack.answers'
