import { openvidu } from './openvidu.js'
import type { Profile } from './profile.js'

export const profiles: Profile[] = [openvidu]
