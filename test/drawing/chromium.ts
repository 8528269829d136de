import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Picture } from './drawing.js'

const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']

/** @throws Error when there is none */
export function chromium(): string {
  const { CHROMIUM, PATH = '' } = process.env
  const places = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  const found = CHROMIUM ?? places.find((place) => existsSync(place))
  if (found !== undefined) return found
  throw new Error(`Drawing needs Chromium (on Debian: apt-get install chromium-headless-shell). CHROMIUM may name it.`)
}

/** What a page says on its console when it has drawn all panels: which texts are cut, and how many panels there are. */
const cut = /CONSOLE.*?"CUT (.*)", source: /
const drawn = /CONSOLE.*?"DRAWN (\d+)", source: /

/**
 * Makes a picture of a page.
 *
 * @returns what the page says is cut or covered
 * @throws Error when Chromium makes no picture, or the page has not drawn every panel
 */
export function photograph(browser: string, page: string, image: string, { width, height, panels }: Picture): string[] {
  const { stderr, status } = spawnSync(
    browser,
    [
      ...['--headless', '--hide-scrollbars', '--disable-gpu', '--force-device-scale-factor=1', '--lang=en-US'],
      // Chromium has no sandbox for root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...['--allow-file-access-from-files', '--enable-logging=stderr', '--virtual-time-budget=10000'],
      `--window-size=${String(width)},${String(height)}`,
      `--screenshot=${image}`,
      pathToFileURL(page).href,
    ],
    { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' }, maxBuffer: 1 << 26 },
  )
  if (status !== 0 || !existsSync(image) || Number(drawn.exec(stderr)?.[1]) !== panels.length)
    throw new Error(`${browser} did not draw ${page}: ${stderr}`)
  return stderr.split('\n').flatMap((line) => cut.exec(line)?.[1] ?? [])
}
