import type { Profile } from '../../profiles/profile.js'

/** What makes the application take notice: "systemctl restart sender", "docker compose up -d in its folder". */
const restartOf = ({ restart, title }: Profile): string =>
  restart === undefined ? `restart ${title}` : [restart.command, restart.where].filter(Boolean).join(' ')

/** The sentence about it, with what goes on until then. */
export const nextStep = (profile: Profile, until?: string): string =>
  ` Next: ${restartOf(profile)}${until === undefined ? '' : `; until then ${profile.title} ${until}`}.`
