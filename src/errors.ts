/** What the process ends with. The README's table is this one (a test compares them). */
export const exitCodes = {
  done: { code: 0, meaning: 'done, or nothing to do' },
  failure: { code: 1, meaning: 'failure: the server refused something, an alert fires, or a bug in elkctl' },
  pending: { code: 2, meaning: 'changes pending (plan, verify, --dry-run)' },
  usage: {
    code: 3,
    meaning: 'usage or settings: an option, a value in the configuration file or a data file is missing or wrong',
  },
  access: { code: 4, meaning: 'sign-in refused, or a right is missing' },
  unreachable: { code: 5, meaning: 'unreachable, TLS, or an unexpected server' },
  incompatible: { code: 6, meaning: 'incompatible version' },
  conflict: { code: 7, meaning: 'conflict with something that is not ours; verify: an excess privilege' },
  partial: { code: 8, meaning: 'done in part' },
  interrupted: {
    code: 130,
    meaning: 'interrupted: Ctrl-C, SIGTERM, SIGHUP, or the output of a writing command was closed',
  },
} as const

export type Exit = keyof typeof exitCodes

/** A known error: `message` says what, where and why; `hint` what to do next. Anything else that is thrown is a bug. */
export class ElkctlError extends Error {
  readonly exit: Exit
  readonly hint: string

  constructor(message: string, options: { exit: Exit; hint: string; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.name = new.target.name
    this.exit = options.exit
    this.hint = options.hint
  }
}

/** What is wrong with a data file: the place in it, and what is allowed there. */
export interface DataProblem {
  file: string
  problem: string
  /** what describes the form that the file must have: `schemas/check.json` */
  form?: string
}

/** Every problem of the data files at once. */
export class DataFileError extends ElkctlError {
  readonly problems: DataProblem[]

  constructor(problems: DataProblem[]) {
    super(whatIsBroken(problems), { exit: 'usage', hint: whatToCorrect(problems) })
    this.problems = problems
  }
}

/** A few problems of one file fit into a sentence. */
function whatIsBroken(problems: DataProblem[]): string {
  const files = [...new Set(problems.map(({ file }) => file))]
  const lines = (list: string[]) => list.map((line) => `\n  - ${line}`).join('')
  if (files.length > 1)
    return `${files.length} data files are broken:${lines(problems.map(({ file, problem }) => `${file}: ${problem}`))}`
  const texts = problems.map(({ problem }) => problem)
  return `The data file ${String(files[0])} is broken:${texts.length > 3 ? lines(texts) : ` ${texts.join('; ')}.`}`
}

/** Which files, and where their form is described. */
function whatToCorrect(problems: DataProblem[]): string {
  const forms = [...new Set(problems.map(({ form }) => form))]
  return forms
    .map((form) => {
      const files = [...new Set(problems.filter((problem) => problem.form === form).map(({ file }) => file))]
      const described =
        form === undefined ? '' : `; elkctl’s ${form} describes ${files.length === 1 ? 'its' : 'their'} form`
      return `Correct ${listed(files)}${described}.`
    })
    .join(' ')
}

/** At most five of them: the message has them all. */
function listed(files: string[]): string {
  const named = files.length > 5 ? [...files.slice(0, 4), `${files.length - 4} more`] : files
  return named.length === 1 ? String(named[0]) : `${named.slice(0, -1).join(', ')} and ${String(named.at(-1))}`
}

/** One thing that is wrong with the settings, and where it stands: `file:line`, an option or an environment variable. */
export interface Problem {
  message: string
  where: string
}

/** Every problem of the settings at once. */
export class SettingsError extends ElkctlError {
  readonly problems: Problem[]

  constructor(
    problems: Problem[],
    hint = `Correct ${problems.length === 1 ? 'it' : 'them'} and run the command again.`,
  ) {
    const lines = problems.map(({ message, where }) => `${where}: ${message}`)
    super(
      lines.length === 1
        ? String(lines[0])
        : `${lines.length} problems in the settings:\n${lines.map((line) => `  - ${line}`).join('\n')}`,
      {
        exit: 'usage',
        hint,
      },
    )
    this.problems = problems
  }
}

/** No HTTP answer came, or none that the product would give. */
export class UnreachableError extends ElkctlError {
  /** Node's error code (ECONNREFUSED …), or our own word where Node has none. */
  readonly code: string
  /** It is the dashboards server. */
  readonly isDashboards: boolean

  constructor(message: string, options: { code: string; hint: string; isDashboards?: boolean; cause?: unknown }) {
    super(message, { ...options, exit: 'unreachable' })
    this.code = options.code
    this.isDashboards = options.isDashboards ?? false
  }
}

/** The server answered, and said no. */
export class ApiError extends ElkctlError {
  readonly status: number

  constructor(message: string, options: { status: number; hint: string; exit?: Exit }) {
    super(message, {
      hint: options.hint,
      exit: options.exit ?? (options.status === 401 || options.status === 403 ? 'access' : 'failure'),
    })
    this.status = options.status
  }
}

export class InterruptedError extends ElkctlError {
  /** the write that was sent and not answered: "PUT /path" */
  readonly unanswered: string | undefined

  constructor({ message = 'Interrupted', unanswered }: { message?: string; unanswered?: string } = {}) {
    super(message, { exit: 'interrupted', hint: 'Run the same command again: it resumes where this run stopped.' })
    this.unanswered = unanswered
  }
}
