import type { AccountKind } from '../../../../src/profiles/profile.js'
import { dialects } from '../../../../src/stack/flavors.js'
import { bodiesOf, objectsOf, stemsOf, type Application } from '../applications.js'

const kindsOf = ({ profile }: Application): AccountKind[] =>
  [...new Set([...Object.keys(profile.roles), ...Object.keys(profile.users)])] as AccountKind[]

/** What one list has and the other lacks, said of either. */
const apart = (found: string[], wanted: string[], what: string): string[] => [
  ...wanted.filter((name) => !found.includes(name)).map((name) => `${what} ${name} has no file`),
  ...found.filter((name) => !wanted.includes(name)).map((name) => `${what} ${name} is of no kind of account`),
]

/** Each kind of account has a role, a user and, on OpenSearch, a mapping; and there are no others. */
export const accounts = (application: Application): string[] => {
  const { roles, users } = application.profile
  const namesOf = (kind: string, dialect: 'elasticsearch' | 'opensearch') =>
    objectsOf(application, dialect, [kind]).map(({ name }) => name)
  return [
    ...kindsOf(application).flatMap((kind) => [
      ...(roles[kind] === undefined ? [`the ${kind} has no role`] : []),
      ...(users[kind] === undefined ? [`the ${kind} has no user`] : []),
    ]),
    ...dialects.flatMap((dialect) => [
      ...apart(namesOf('role', dialect), Object.values(roles), `${dialect}: the role`),
      ...apart(namesOf('user', dialect), Object.values(users), `${dialect}: the user`),
    ]),
    ...apart(namesOf('role mapping', 'opensearch'), Object.values(roles), 'the mapping of'),
  ]
}

/** What each kind of account needs, and what it must not have, can be asked of both products. */
export const rights = (application: Application): string[] => {
  const described = bodiesOf('roles/<profile>/rights', application).flatMap(({ body }) => body.rights)
  return kindsOf(application).flatMap((kind) =>
    dialects.flatMap((dialect) => {
      const asked = described.filter((right) => right[dialect] !== undefined)
      return [
        ...(asked.some(({ needed }) => needed?.[kind] !== undefined) ? [] : [`${dialect}: the ${kind} needs nothing`]),
        ...(asked.some(({ refused }) => refused?.includes(kind)) ? [] : [`${dialect}: the ${kind} is refused nothing`]),
      ]
    }),
  )
}

/** Reasons are given for a role that there is. */
export const reasons = (application: Application): string[] => {
  const roles = stemsOf(application, 'roles/<profile>/roles')
  const given = stemsOf(application, 'roles/<profile>/reasons')
  return [
    ...given.filter((stem) => !roles.includes(stem)).map((stem) => `there are reasons for ${stem}, which is no role`),
    ...(given.length === 0 ? [] : roles)
      .filter((stem) => !given.includes(stem))
      .map((stem) => `there are no reasons for ${stem}`),
  ]
}
