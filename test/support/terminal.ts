import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { packageFolder } from '../../sandbox/package-folder.js'
import { cleanEnvironment } from '../../sandbox/run-elkctl.js'

export interface TerminalOptions {
  env?: Record<string, string>
  /** [what is on the screen, what is typed then], in this order */
  answers?: [string, string][]
  /** 0: the terminal does not tell how wide it is */
  columns?: number
}

export interface TerminalResult {
  code: number | null
  /** with all escape codes */
  screen: string
  /** without them */
  text: string
}

const secondsInAll = 60
/** A screen that is longer than this is one that does not end. */
const longest = 1_000_000

/** Runs the program on a terminal: `script` of util-linux makes one. */
export async function runOnTerminal(
  args: string[],
  { env = {}, answers = [], columns = 150 }: TerminalOptions = {},
): Promise<TerminalResult> {
  const program = [join(packageFolder(), 'bin', 'elkctl.js'), ...args].map(quoted).join(' ')
  const size = columns === 0 ? '' : `stty cols ${columns} rows 50; `
  // In the foreground, or it would take the terminal from the program.
  const command = `${size}exec timeout --foreground --signal=KILL ${secondsInAll} ${program}`
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    env: { ...cleanEnvironment(), TERM: 'xterm-256color', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const waiting = [...answers]
  let [screen, from] = ['', 0]
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (screen.length > longest) return
    screen += text
    const [question, keys] = waiting[0] ?? []
    if (question === undefined || keys === undefined || !screen.slice(from).includes(question)) return
    waiting.shift()
    from = screen.length
    // A question reads keys only once it is drawn.
    setTimeout(() => child.stdin.write(keys), 150)
  })
  child.stdin.on('error', () => undefined)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
  if (waiting[0] !== undefined) throw new Error(`"${waiting[0][0]}" never came on the screen:\n${screen}`)
  return { code, screen, text: plain(screen) }
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const escape = '\u001b'

export const colours = new RegExp(`${escape}\\[(?:3[0-7]|9[0-7]|38;[\\d;]+)m`)

const plain = (screen: string): string =>
  screen.replace(new RegExp(`${escape}\\[[\\d;?]*[A-Za-z]`, 'g'), '').replaceAll('\r\n', '\n')
