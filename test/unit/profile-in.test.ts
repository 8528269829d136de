import { writeFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { profileIn, type ChooseProfile } from '../../src/cli/profile-in.js'
import { profiles } from '../../src/profiles/index.js'
import type { Profile } from '../../src/profiles/profile.js'
import { fixture } from './fixtures.js'
import './same-realm.js'
import { temporaryFolder } from './temporary-folder.js'

const folder = temporaryFolder()

function fileWith(text: string): string {
  writeFileSync(folder.path('.env'), text)
  return folder.path('.env')
}

/** The last of those that are offered; which were is kept. */
function choosing(): ChooseProfile & { offered: string[] } {
  const offered: string[] = []
  const choose = (candidates: Profile[]) => {
    offered.push(...candidates.map(({ name }) => name))
    return Promise.resolve(candidates.at(-1) ?? profiles[0])
  }
  return Object.assign(choose, { offered })
}

const openviduAndIsp = 'OPENVIDU_PRO_ELASTICSEARCH_HOST=http://a:9200\nELASTICSEARCH_HOSTS=http://a:9200\n'

describe('the application that a command line is about', () => {
  it.each<[string, string[], Record<string, string>, string]>([
    ['the option for the file of one alone', ['--recipe', 'cms.yaml'], {}, 'dodas'],
    ['another option of one alone', ['--openvidu-version=2.20.0'], { monitordb_ip: 'a:9200' }, 'openvidu'],
    ['an address in the environment', [], { monitordb_ip: 'a:9200' }, 'dodas'],
    ['its configuration file', ['--env-file', fixture('env', 'openvidu-2.20.0.env')], {}, 'openvidu'],
    ['a recipe, whichever option names it', ['--env-file', fixture('dodas', 'recipe.yaml')], {}, 'dodas'],
    ['nothing', ['--search-url', 'http://a:9200'], {}, 'openvidu'],
  ])('%s says it', async (_what, args, environment, name) => {
    expect((await profileIn(['init', ...args], environment)).name).toBe(name)
  })

  it.each([
    ['ELASTICSEARCH_HOSTS=http://a:9200', 'isp'],
    ['# ELASTICSEARCH_ENABLED=true', 'isp'],
    ['export OPENVIDU_PRO_ELASTICSEARCH_HOST=http://a:9200', 'openvidu'],
    // These two have both.
    ['ELASTICSEARCH_USERNAME=x\nELASTICSEARCH_PASSWORD=y', 'openvidu'],
    ['MY_ELASTICSEARCH_HOSTS=http://a:9200', 'openvidu'],
  ])('the file %j says it', async (text, name) => {
    expect((await profileIn(['verify', '--env-file', fileWith(text)])).name).toBe(name)
  })

  it('the environment does not go before a file that is named', async () => {
    const file = fileWith('ELASTICSEARCH_HOSTS=http://a:9200')
    expect((await profileIn(['init', '--env-file', file], { monitordb_ip: 'a:9200' })).name).toBe('isp')
  })

  it.each([
    ['of all, where nothing says anything', ['--search-url', 'http://a:9200'], ['openvidu', 'dodas', 'isp']],
    ['of those that the file may be for', ['--env-file', () => fileWith(openviduAndIsp)], ['openvidu', 'isp']],
  ])('a person chooses one %s', async (_what, args, offered) => {
    const choose = choosing()
    const written = args.map((arg) => (typeof arg === 'string' ? arg : arg()))
    expect((await profileIn(['init', ...written], {}, choose)).name).toBe('isp')
    expect(choose.offered).toEqual(offered)
  })

  it('nobody is asked where it is clear', async () => {
    const choose = choosing()
    const file = fileWith('ELASTICSEARCH_HOSTS=http://a:9200')
    expect((await profileIn(['init', '--env-file', file], {}, choose)).name).toBe('isp')
    expect((await profileIn(['init', '--profile', 'dodas'], {}, choose)).name).toBe('dodas')
    expect(choose.offered).toEqual([])
  })

  it('a file for several is refused where nobody can be asked', async () => {
    const file = fileWith(openviduAndIsp)
    await expect(profileIn(['init', '--env-file', file])).rejects.toMatchObject({
      message: `${file}: it may be for several applications (openvidu, isp): add --profile NAME`,
      exit: 'usage',
    })
  })
})
