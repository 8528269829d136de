import { openvidu } from './openvidu/index.js'
import type { Profile } from './profile.js'

export const profiles: Profile[] = [openvidu]
