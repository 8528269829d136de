import { SettingsError } from '../errors.js'
import { passwordProblems } from '../passwords/rules.js'
import type { Stack } from '../stack/stack.js'

/** Before anything is written. @throws SettingsError with every reason why the server would not take this password */
export function checkPassword(password: string | undefined, username: string, stack: Stack): void {
  const problems = password === undefined ? [] : passwordProblems(password, username, stack.flavor.dialect)
  if (problems.length > 0)
    throw new SettingsError(
      problems.map((message) => ({ where: '--password-stdin', message: `${message} (${stack.flavor.title})` })),
      'Give another password, or none: elkctl generates one that every server accepts.',
    )
}
