import type { CatalogueEntry } from './entry.js'

const users = ['README, “Users and rights”']

/** What is looked at of the account, as the application uses it. */
export const accountChecks = {
  'account.signs-in': {
    title: 'the account signs in and has its role',
    severity: 'fail',
    exit: 'access',
    means: 'The stack refuses the password in the configuration file, or the user lacks the role.',
    why: 'The application cannot send or read anything.',
    mend: 'Correct the password: another node of the cluster may have it. Or set a new one, and copy it to the other nodes: elkctl init --reset-password --write-env.',
    documented: users,
  },
  'account.in-file': {
    title: 'the configuration file names the service account',
    severity: 'fail',
    exit: 'pending',
    means: 'The configuration file names another user, or none.',
    why: 'The application signs in as the user in that file, with all rights of that user.',
    mend: 'Run elkctl init --write-env as administrator.',
    documented: users,
  },
  'account.superuser': {
    title: 'the configuration file names no superuser',
    severity: 'fail',
    exit: 'pending',
    means: 'The application signs in as an administrator of the whole stack.',
    why: 'Who reads the file, or breaks into the application, owns all data in the stack. This is the state that elkctl ends.',
    mend: 'Run elkctl init --write-env: it makes a user with the rights that are needed, and puts it there.',
    documented: users,
  },
  'account.dashboards': {
    title: 'the account sees the dashboards',
    severity: 'fail',
    exit: 'failure',
    means: 'The account may not open a dashboard that is installed.',
    why: 'What signs in with this account finds the dashboards empty or missing.',
    mend: 'Compare its role with elkctl plan.',
    documented: users,
  },
  'account.writes': {
    title: 'a document of each kind is written, read back and removed (--write-probe)',
    severity: 'fail',
    exit: 'failure',
    means: 'A document was refused, or came back with other types or without its pipeline.',
    why: 'The same happens to what the application sends.',
    mend: 'Do what the finding says: often a right is missing, or a template is out of date.',
    documented: users,
  },
  'account.rights': {
    title: 'the account has every right that it needs (--access)',
    severity: 'fail',
    exit: 'access',
    means: 'A right is missing.',
    why: 'The application works until it needs that right: often at midnight, when it makes the next index.',
    mend: 'Run elkctl init, which restores the role.',
    documented: users,
  },
  'account.excess': {
    title: 'the account has no right that it must not have (--access)',
    severity: 'fail',
    exit: 'conflict',
    means: 'The account has more rights than it needs: its role was widened, or it has a second one.',
    why: 'What leaks with its password is more than the data of the application.',
    mend: 'Take the right away again: elkctl init restores the role; a second role take away by hand.',
    documented: users,
  },
  'account.unclear': {
    title: 'it can be told which rights the account has (--access)',
    severity: 'fail',
    exit: 'failure',
    means: 'The server gave an answer that tells neither that the right is there nor that it is not.',
    why: 'Nothing is proved as long as it is not clear.',
    mend: 'Look at the evidence in the table of rights, and at what is between elkctl and the server.',
    documented: users,
  },
} satisfies Record<string, CatalogueEntry>

/** What the documentation of an application calls common issues, and what ended a run. */
export const otherChecks = {
  'common-issue.no-answer': {
    title: 'a common issue of the application: the search engine does not answer',
    severity: 'fail',
    exit: 'failure',
    means: 'The search engine, or the dashboards server, does not answer, or lacks shards.',
    why: 'The documentation of the application names it as a common issue.',
    mend: 'The finding has the advice of that documentation.',
    documented: ['the documentation of the application'],
  },
  'common-issue.no-index-of-a-day': {
    title: 'a common issue of the application: no index of today or yesterday',
    severity: 'fail',
    exit: 'failure',
    means: 'No document arrived lately, or the name of an index has a format in it where a date should be.',
    why: 'The documentation of the application names it as a common issue.',
    mend: 'The finding has the advice of that documentation.',
    documented: ['the documentation of the application'],
  },
  'common-issue.no-index-pattern': {
    title: 'a common issue of the application: an index pattern is missing or matches nothing',
    severity: 'fail',
    exit: 'failure',
    means: 'Dashboards stay empty, or do not open.',
    why: 'The documentation of the application names it as a common issue.',
    mend: 'The finding has the advice of that documentation.',
    documented: ['the documentation of the application'],
  },
  'run.completed': {
    title: 'the run came to its end',
    severity: 'fail',
    exit: 'failure',
    means: 'The server refused a request for a reason that no other check is about, or the run was interrupted.',
    why: 'What comes after it was not checked.',
    mend: 'Do what the message says, then run the command again.',
    documented: ['README, “Exit codes”'],
  },
} satisfies Record<string, CatalogueEntry>
