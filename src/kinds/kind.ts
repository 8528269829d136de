import type { Alert } from '../alerts/alert.js'
import type { DataFolder } from '../data-files/forms.js'
import type { JsonObject } from '../json.js'
import type { Dialect } from '../stack/flavors.js'
import type { Stack, Writers } from '../stack/stack.js'
import type { Mark } from './mark.js'
import type { Reading } from './reading.js'

/** A kind of thing that lives on a stack. */
export interface ResourceKind {
  /** singular, as a person says it: "index template" */
  name: string
  /** where its data files are, with `<profile>` for the name of the profile */
  folder: DataFolder
  /** 'exact' where an extra field on the server is a finding (roles), 'subset' where servers add defaults. */
  compare: 'exact' | 'subset'
  /** only those who ask for it get it; what was made of it is always removed. Default: everybody gets it */
  onlyFor?: 'alerts' | 'grafana'
  /** the part of the stack it needs; without it the kind is skipped, with a reason */
  needs: 'search' | 'security' | 'dashboards' | 'grafana'
  /** the kinds that are written before it, by name: what it refers to; others are written at the same time */
  after: string[]
  /** Turns the data files of a profile into objects, where one file stands for several of them. @throws ElkctlError */
  expand?: (files: DataFile[], installation: Installation) => DataFile[]
  /** of what is made of alerts: where this one runs, such as "a rule of Kibana 7.13 and later"; undefined: nowhere of this kind */
  runs?: (alert: Alert) => string | undefined
  /** why an object of a backup is not put back: always, or where it is missing now */
  notRestored?: { when: 'always' | 'missing'; reason: string }
  /** missing dialect: this kind does not exist there */
  api: Partial<Record<Dialect, ResourceApi>>
}

/** What a record of an installation says of it. */
export interface Installation {
  profile: string
  /** of the application */
  title: string
  release?: string
  /** the application's setting that names the dashboards server */
  addressFrom?: string
  /** through which monitors of OpenSearch tell people; undefined: they tell nobody */
  channel?: string
  /** version */
  elkctl: string
}

/** What a data file holds, or one of the objects that it stands for. */
export interface DataFile {
  name: string
  body: JsonObject
  /** relative to the data folder, for messages */
  file: string
  /** of the file, where that has an object a line */
  line?: number
}

export interface ResourceApi {
  /** Everything of this kind that is on the stack, by name. */
  read: (stack: Stack, names: string[]) => Promise<Reading>
  /** Turns a data file into what this stack takes; a string is the reason why it is not needed here. */
  adapt?: (body: JsonObject, target: TargetStack, name: string) => JsonObject | string
  /** What can be written of an object as the server gave it; default: all of it. */
  writable?: (body: JsonObject) => JsonObject
  /** The form in which both sides are compared. */
  normalize: (body: JsonObject) => JsonObject
  /** Where the mark of elkctl stands; undefined where this version has no place for one: then what is as wanted is ours, and the rest may be anyone’s. */
  mark: (stack: Stack, name: string) => Mark | undefined
  /** The name of the object in which the mark of this one is kept; default: in itself. Where that is not there, it has none. */
  markKeptIn?: (object: NamedBody) => string
  /** Earlier releases of elkctl wrote it without a mark: one that is as wanted is theirs, and gets its mark. */
  unmarkedBefore?: true
  /** Why the server would refuse it: another object in its way. */
  conflict?: (
    name: string,
    body: JsonObject,
    others: Map<string, Existing>,
    owner?: Owner,
  ) => string | Conflict | undefined
  /** A list whose members come from several runs (who has a role): ours are added, the others stay, and the mark does not cover it. */
  sharedList?: string
  /** Ours with what others added to the existing object; the mark does not cover that. */
  merge?: (desired: JsonObject, actual: JsonObject) => JsonObject
  /**
   * The server rewrites what it is given, in other ways with each release. What was accepted, is there and has our mark is written, then, although it
   * reads back differently.
   */
  rewritten?: true
  /** The path of a difference in words, for people. */
  describePath?: (path: string, objects: Map<string, Existing>) => string
  /** Why this object, which has no mark of ours and differs in these paths, must not be taken over without --adopt. */
  adoptionConflict?: (desired: JsonObject, actual: JsonObject, paths: string[]) => string | undefined
  /**
   * What an object is called where people see it. It is there for kinds of which a profile has its objects to itself, and each run makes all: then what has
   * its mark and no data file was made by an earlier elkctl, or with other settings.
   */
  titleOf?: (body: JsonObject, name: string) => string
  /** What its owner can do to keep it; default: another name can be chosen for ours. */
  keepHint?: string
  /** What the server would accept although it has no effect there. Asked before such objects are written. */
  review?: (stack: Stack, objects: NamedBody[]) => Promise<Review>
  /** `write` gets all of them in one call: one request, or one after another; default: a call for each, and several are under way at a time. */
  writesTogether?: true
  /** Writes objects that the plan lists. @throws ApiError */
  write: (writers: Writers, stack: Stack, objects: ObjectToWrite[], secret: Secret) => Promise<void>
  /** What needs these objects, by their names: without them it would fail, or do something else. @throws ApiError */
  dependants?: DependantsOf
  /** Set where the server refuses to delete one that an index still uses: what it refuses, and what to do first. */
  heldByIndices?: string
  /** A server removes it although something needs it: what has come since the plan was made is looked for. */
  removedUnasked?: true
  /** One is removed after another; default: several at a time. */
  removedInTurn?: true
  /** Removes one; one that is not there is no error. @throws ApiError, ElkctlError */
  remove: (writers: Writers, stack: Stack, name: string) => Promise<void>
}

/** The stack for which data files are adapted. */
export interface TargetStack {
  stack: Stack
  /** ILM or ISM answers on this stack */
  lifecycle: boolean
}

/** An object as it is on the stack. */
export interface NamedBody {
  name: string
  body: JsonObject
}

/** Something on the stack that needs an object. */
export interface Dependant {
  /** as a person says it; empty where the name says it all */
  kind: string
  name: string
}

/** Name → what needs the object of that name. */
export type DependantsOf = (stack: Stack, objects: NamedBody[]) => Promise<Map<string, Dependant[]>>

/** Whose objects are planned. */
export interface Owner {
  /** its name */
  profile: string
  /** the settings that index names begin with, by their values */
  prefixes: Record<string, string>
}

/** What stands in the way of an object, and the way out. */
export interface Conflict {
  reason: string
  hint: string
}

export interface Review {
  objections: { name: string; reason: string; hint: string }[]
  /** what could not be found out, and what that means */
  notes: string[]
}

export interface ObjectToWrite {
  name: string
  body: JsonObject
  /** undefined: it is not there yet */
  existing: Existing | undefined
}

/** What must never be in a data file, a plan or a report. */
export interface Secret {
  /** for a user that is created, or whose password is reset */
  password: string | undefined
  /** with which data sources of Grafana sign in; undefined: what they have stays */
  dataSourcePassword?: string | undefined
  /** PEM: whom they trust; undefined: nobody in particular */
  authority?: string | undefined
}

export interface Existing {
  body: JsonObject
  /** built in, may not be changed */
  reserved?: boolean
  /** the signed-in user sees only what it grants, not its mark or description */
  partiallyVisible?: boolean
  /** a list to which the server adds members from other sources: more members are no difference */
  extensibleList?: string
  /** query string that an update must carry */
  version?: string
}
