import type { JsonObject } from './json.js'

export type Reference = { name: string; type: string; id: string }

/** An object as a file for import has it. */
export interface ImportedObject {
  type: string
  id: string
  attributes: JsonObject
  references: Reference[]
  migrationVersion: Record<string, string>
}

/** An object as the server keeps it. */
export interface SavedObject extends ImportedObject {
  coreMigrationVersion: string | undefined
  typeMigrationVersion: string | undefined
  /** ISO time */
  updated_at: string
  /** opaque; another one after every write */
  version: string
}

const keyOf = (type: string, id: string): string => `${type}:${id}`

/** The objects of one place: a space of Kibana, a tenant of OpenSearch Dashboards. In the order of their last write. */
export class SavedObjects {
  private readonly objects = new Map<string, SavedObject>()
  private writes = 0

  get(type: string, id: string): SavedObject | undefined {
    return this.objects.get(keyOf(type, id))
  }

  put(object: ImportedObject & Pick<SavedObject, 'coreMigrationVersion' | 'typeMigrationVersion'>): void {
    this.delete(object.type, object.id)
    const version = Buffer.from(`[${this.writes++},1]`).toString('base64')
    this.objects.set(keyOf(object.type, object.id), { ...object, updated_at: new Date().toISOString(), version })
  }

  /** @returns whether it was there */
  delete(type: string, id: string): boolean {
    return this.objects.delete(keyOf(type, id))
  }

  ofTypes(types: string[]): SavedObject[] {
    return [...this.objects.values()].filter(({ type }) => types.includes(type))
  }
}

/** All places of one server. Servers in front of the same engine share them: they really live in the engine. */
export class SavedObjectsStore {
  private readonly places = new Map<string, SavedObjects>()

  at(place: string): SavedObjects {
    const objects = this.places.get(place) ?? new SavedObjects()
    this.places.set(place, objects)
    return objects
  }
}
