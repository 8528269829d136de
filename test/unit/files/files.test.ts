import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { ElkctlError } from '../../../src/errors.js'
import { stageBackup } from '../../../src/files/backup.js'
import { readText } from '../../../src/files/read-text.js'
import { stageFile } from '../../../src/files/stage-file.js'
import '../same-realm.js'
import { temporaryFolder } from '../temporary-folder.js'

const folder = temporaryFolder()
const isRoot = process.getuid?.() === 0
/** Only root may give a file away. */
const itAsRoot = isRoot ? it : it.skip
const asRoot = isRoot ? '' : ' (skipped: it needs root)'
const mode = (file: string) => statSync(file).mode & 0o7777
const wholeFolder = () => readdirSync(folder.path()).sort()

function errorOf(run: () => unknown): ElkctlError {
  try {
    run()
  } catch (error) {
    if (error instanceof ElkctlError) return error
    throw error
  }
  throw new Error('it did not fail')
}

describe('readText', () => {
  it('gives the text with its BOM and line endings', () => {
    writeFileSync(folder.path('f'), '\uFEFFA=é\r\n')
    expect(readText(folder.path('f'))).toBe('\uFEFFA=é\r\n')
  })

  it.each([
    ['a file that is not there', () => undefined, /does not exist/],
    [
      'a folder',
      () => {
        mkdirSync(folder.path('f'))
      },
      /it is a folder/,
    ],
    [
      'an empty file',
      () => {
        writeFileSync(folder.path('f'), '')
      },
      /it is empty/,
    ],
    [
      'a binary file',
      () => {
        writeFileSync(folder.path('f'), Buffer.from([0x7f, 0x45, 0x00, 0x46]))
      },
      /binary/,
    ],
    [
      'UTF-16',
      () => {
        writeFileSync(folder.path('f'), Buffer.from('A=1', 'utf16le'))
      },
      /binary/,
    ],
    [
      'Latin-1',
      () => {
        writeFileSync(folder.path('f'), Buffer.from('A=é', 'latin1'))
      },
      /not UTF-8/,
    ],
  ])('refuses %s as a wrong setting', (_what, make, message) => {
    make()
    const error = errorOf(() => readText(folder.path('f')))
    expect(error.exit).toBe('usage')
    expect(error.message).toMatch(message)
    expect(error.message).toContain(folder.path('f'))
    expect(error.hint).not.toBe('')
  })

  it('takes what a pipe gives, as often as it is asked for', () => {
    const file = folder.path('pipe')
    execFileSync('mkfifo', [file])
    const writer = spawn('sh', ['-c', 'printf "A=1\\n" > "$0"', file], { stdio: 'ignore' })
    expect([readText(file), readText(file)]).toEqual(['A=1\n', 'A=1\n'])
    expect(writer.pid).toBeDefined()
  })

  it.each(['/dev/zero', '/dev/null'])('refuses a device, which may have no end: %s', (file) => {
    expect(errorOf(() => readText(file)).message).toBe(`${file} cannot be read: it is a device.`)
  })

  it('names the setting that wants a file where a folder is given, and .env only where that is meant', () => {
    mkdirSync(folder.path('openvidu'))
    const hint = (setting?: string) => errorOf(() => readText(folder.path('openvidu'), setting)).hint
    expect(hint()).toBe('Name a file in it.')
    expect(hint('--env-file')).toBe('Give --env-file a file in it.')
    writeFileSync(folder.path('openvidu', '.env'), 'A=b')
    expect(hint('--env-file')).toBe(`Give --env-file ${folder.path('openvidu', '.env')}.`)
    expect(hint('--ca-file')).toBe('Give --ca-file a file in it.')
  })

  it('says that a part of the path is a file', () => {
    writeFileSync(folder.path('f'), 'x')
    expect(errorOf(() => readText(folder.path('f', '.env'))).message).toMatch(/not a folder/)
  })
})

describe('stageFile', () => {
  it('says that a folder stands where a new file is to be made, and leaves it empty', () => {
    mkdirSync(folder.path('kept'))
    const error = errorOf(() => stageFile(folder.path('kept'), { mustBeNew: true }))
    expect(error.exit).toBe('usage')
    expect(error.message).toMatch(/cannot be written: it is a folder/)
    expect(error.hint).toContain(folder.path('kept', 'credentials'))
    expect(readdirSync(folder.path('kept'))).toEqual([])
  })

  it('refuses a pipe, in the place of which a file would stand', () => {
    const file = folder.path('pipe')
    execFileSync('mkfifo', [file])
    const error = errorOf(() => stageFile(file, { mustBeNew: false }))
    expect(error.message).toBe(`${file} cannot be written: it is a pipe.`)
    expect(error.hint).toBe('Name the file itself, or --credentials-file with a new one; nothing was changed yet.')
    expect([lstatSync(file).isFIFO(), wholeFolder()]).toEqual([true, ['pipe']])
  })

  it('changes nothing until it is committed, then everything', () => {
    writeFileSync(folder.path('f'), 'old')
    const staged = stageFile(folder.path('f'), { mustBeNew: false })
    expect(readFileSync(folder.path('f'), 'utf8')).toBe('old')
    staged.commit('new')
    expect(readFileSync(folder.path('f'), 'utf8')).toBe('new')
    expect(wholeFolder()).toEqual(['f'])
  })

  it.each([0o600, 0o640, 0o664, 0o444])('keeps the mode %o', (wanted) => {
    writeFileSync(folder.path('f'), 'old')
    chmodSync(folder.path('f'), wanted)
    stageFile(folder.path('f'), { mustBeNew: false }).commit('new')
    expect(mode(folder.path('f'))).toBe(wanted)
  })

  itAsRoot(`keeps the owner${asRoot}`, () => {
    writeFileSync(folder.path('f'), 'old')
    chownSync(folder.path('f'), 12_345, 54_321)
    stageFile(folder.path('f'), { mustBeNew: false }).commit('new')
    const { uid, gid } = statSync(folder.path('f'))
    expect({ uid, gid }).toEqual({ uid: 12_345, gid: 54_321 })
  })

  it('gives a new file the mode 600, whatever the mask', () => {
    const mask = process.umask(0)
    try {
      stageFile(folder.path('f'), { mustBeNew: true }).commit('new')
    } finally {
      process.umask(mask)
    }
    expect(mode(folder.path('f'))).toBe(0o600)
  })

  it('lets nobody read the text before it is in its place', () => {
    const staged = stageFile(folder.path('f'), { mustBeNew: true })
    const [temporary] = wholeFolder()
    expect(mode(folder.path(String(temporary)))).toBe(0o600)
    staged.discard()
  })

  it('writes through a symbolic link, which stays one', () => {
    mkdirSync(folder.path('real'))
    writeFileSync(folder.path('real', 'f'), 'old')
    symlinkSync('real/f', folder.path('link'))
    stageFile(folder.path('link'), { mustBeNew: false }).commit('new')
    expect(lstatSync(folder.path('link')).isSymbolicLink()).toBe(true)
    expect(readlinkSync(folder.path('link'))).toBe('real/f')
    expect(readFileSync(folder.path('real', 'f'), 'utf8')).toBe('new')
    expect(readdirSync(folder.path('real'))).toEqual(['f'])
    expect(wholeFolder()).toEqual(['link', 'real'])
  })

  it('leaves nothing behind when it is discarded, also twice, also after a commit', () => {
    writeFileSync(folder.path('f'), 'old')
    const discarded = stageFile(folder.path('f'), { mustBeNew: false })
    discarded.discard()
    discarded.discard()
    expect(readFileSync(folder.path('f'), 'utf8')).toBe('old')
    const committed = stageFile(folder.path('f'), { mustBeNew: false })
    committed.commit('new')
    committed.discard()
    expect(readFileSync(folder.path('f'), 'utf8')).toBe('new')
    expect(wholeFolder()).toEqual(['f'])
  })

  it('refuses a file that must be new and is there', () => {
    writeFileSync(folder.path('f'), 'old')
    const error = errorOf(() => stageFile(folder.path('f'), { mustBeNew: true }))
    expect(error.exit).toBe('usage')
    expect(error.message).toMatch(/exists already/)
    expect(readFileSync(folder.path('f'), 'utf8')).toBe('old')
    expect(wholeFolder()).toEqual(['f'])
  })

  it.each([
    ['a folder that is not there', ['missing', 'f'], /there is no folder \S+missing\.$/],
    ['a path below a regular file', ['regular', 'f'], /not a folder/],
  ])('refuses %s before anything is done', (_what, path, message) => {
    writeFileSync(folder.path('regular'), 'x')
    const error = errorOf(() => stageFile(folder.path(...path), { mustBeNew: false }))
    expect(error.exit).toBe('usage')
    expect(error.message).toMatch(message)
    expect(wholeFolder()).toEqual(['regular'])
  })

  it('refuses to commit over a change that someone made meanwhile', () => {
    writeFileSync(folder.path('f'), 'old')
    const staged = stageFile(folder.path('f'), { mustBeNew: false })
    writeFileSync(folder.path('f'), 'theirs')
    const error = errorOf(() => {
      staged.commit('new', 'old')
    })
    expect(error.message).toMatch(/changed concurrently/)
    expect(readFileSync(folder.path('f'), 'utf8')).toBe('theirs')
    expect(wholeFolder()).toEqual(['f'])
  })

  it('commits when the file still holds what is expected', () => {
    writeFileSync(folder.path('f'), '\uFEFFold\r\n')
    stageFile(folder.path('f'), { mustBeNew: false }).commit('new', '\uFEFFold\r\n')
    expect(readFileSync(folder.path('f'), 'utf8')).toBe('new')
  })

  it('leaves no trace when it cannot be put in place', () => {
    const staged = stageFile(folder.path('f'), { mustBeNew: true })
    mkdirSync(folder.path('f', 'in the way'), { recursive: true })
    expect(
      errorOf(() => {
        staged.commit('new')
      }).exit,
    ).toBe('usage')
    expect(wholeFolder()).toEqual(['f'])
  })

  it('does not put half a text in place when space runs out', () => {
    writeFileSync(folder.path('f'), 'old')
    const script = `
      import { stageFile } from ${JSON.stringify(new URL('../../../src/files/stage-file.js', import.meta.url).href)}
      try { stageFile(${JSON.stringify(folder.path('f'))}, { mustBeNew: false }).commit('x'.repeat(100_000)) }
      catch (error) { console.log('refused: ' + error.message) }`
    // A limit on the size of files ends a write in its middle, as a full disk does.
    const output = execFileSync(
      'sh',
      ['-c', `trap '' XFSZ; ulimit -f 16; exec "$0" --input-type=module -e "$1"`, process.execPath, script],
      { encoding: 'utf8' },
    )
    expect({ output: output.trim(), text: readFileSync(folder.path('f'), 'utf8'), files: wholeFolder() }).toEqual({
      output: expect.stringMatching(/^refused: .*cannot be written/) as unknown,
      text: 'old',
      files: ['f'],
    })
  })
})

describe('stageBackup', () => {
  it('writes beside the file, with its mode, and replaces an older backup', () => {
    writeFileSync(folder.path('.env'), 'A=1')
    chmodSync(folder.path('.env'), 0o640)
    writeFileSync(folder.path('.env.elkctl-backup'), 'older')
    chmodSync(folder.path('.env.elkctl-backup'), 0o666)
    const backup = stageBackup(folder.path('.env'), '\uFEFFA=2\r\n').commit()
    expect(backup).toBe(folder.path('.env.elkctl-backup'))
    expect(readFileSync(backup, 'utf8')).toBe('\uFEFFA=2\r\n')
    expect(readFileSync(folder.path('.env'), 'utf8')).toBe('A=1')
    expect(mode(backup)).toBe(0o640)
    expect(wholeFolder()).toEqual(['.env', '.env.elkctl-backup'])
  })

  itAsRoot(`keeps the owner${asRoot}`, () => {
    writeFileSync(folder.path('.env'), 'A=1')
    chownSync(folder.path('.env'), 12_345, 54_321)
    const { uid, gid } = statSync(stageBackup(folder.path('.env'), 'A=1').commit())
    expect({ uid, gid }).toEqual({ uid: 12_345, gid: 54_321 })
  })

  it('stands beside the file that a link leads to', () => {
    mkdirSync(folder.path('real'))
    writeFileSync(folder.path('real', '.env'), 'A=1')
    symlinkSync('real/.env', folder.path('.env'))
    stageBackup(folder.path('.env'), 'A=1').commit()
    expect(readdirSync(folder.path('real')).sort()).toEqual(['.env', '.env.elkctl-backup'])
  })
})
