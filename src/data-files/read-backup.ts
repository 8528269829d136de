import { ElkctlError } from '../errors.js'
import { problemsIn } from './problems.js'
import { backup, type Backup } from './schemas/backup.js'

/** What a backup holds. @throws ElkctlError (usage) when it has another form */
export function backupIn(file: string, body: unknown): Backup {
  const { data, error } = backup.safeParse(body, { reportInput: true })
  if (data !== undefined) return data
  throw new ElkctlError(`${file} is no backup that this elkctl knows: ${problemsIn(error, body).join('; ')}.`, {
    exit: 'usage',
    hint: 'Give a file as elkctl wrote it: elkctl-backup-….json.',
  })
}
