import type { CatalogueEntry } from './entry.js'

/** What `alerts check` and `alerts test` find. */
export const alertChecks = {
  'alert.fires': {
    title: 'no alert has reached a threshold',
    severity: 'fail',
    exit: 'failure',
    means: 'What an alert measures is beyond one of its thresholds. A warning is told as a warning.',
    why: 'Something is wrong with the application, or will be soon.',
    mend: 'The finding says what to do. Another threshold: --threshold NAME=WARN,CRITICAL.',
    documented: ['docs/alerts.md'],
  },
  'alert.unknown': {
    title: 'every alert can be asked for',
    severity: 'fail',
    exit: 'failure',
    means:
      'The stack did not answer, refused the search, lacks the index or the field, or not all of its shards answered.',
    why: 'Nobody would be told if something were wrong: that is never in order.',
    mend: 'The finding says why. elkctl verify looks at the stack and at the account.',
    documented: ['docs/alerts.md'],
  },
} satisfies Record<string, CatalogueEntry>
