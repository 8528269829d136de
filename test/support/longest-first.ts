import sequencer from '@jest/test-sequencer'

/** Folders of test files, from where they take longest. */
const folders = ['engine/content', 'engine/sample-data', 'engine/whole-run', 'in-memory', 'engine', 'rig', 'unit']

/**
 * What takes long is started first, so that no processor is idle at the end: jest knows what does only where it has run before. Files of one engine
 * are kept apart within a folder, so that the next one finds it free and none has to be started.
 *
 * @param paths in the order that is kept for what is alike
 */
export function longestFirst(paths: string[]): string[] {
  const turns = new Map<string, number>()
  const places = new Map(
    paths.map((path) => {
      const folder = folders.findIndex((name) => new RegExp(`/test/(release/)?${name}/`).test(path))
      const kind = `${folder} ${/(elasticsearch|opensearch)-[\d.]+\d/.exec(path)?.[0] ?? ''}`
      const turn = turns.get(kind) ?? 0
      turns.set(kind, turn + 1)
      return [path, { folder, turn }]
    }),
  )
  const placeOf = (path: string) => places.get(path) ?? { folder: 0, turn: 0 }
  return paths.toSorted((a, b) => placeOf(a).folder - placeOf(b).folder || placeOf(a).turn - placeOf(b).turn)
}

/** Its types are those of its CommonJS form, where the class is a member. */
const Sequencer = sequencer as unknown as typeof sequencer.default
type Tests = Parameters<InstanceType<typeof Sequencer>['allFailedTests']>[0]

/** The order of the test files, for jest. */
export default class LongestFirst extends Sequencer {
  override sort(tests: Tests): Tests {
    const byPath = new Map((super.sort(tests) as Tests).map((test) => [test.path, test]))
    return longestFirst([...byPath.keys()]).flatMap((path) => byPath.get(path) ?? [])
  }
}
