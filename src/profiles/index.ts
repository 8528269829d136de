import { dodas } from './dodas/index.js'
import { isp } from './isp/index.js'
import { openvidu } from './openvidu/index.js'
import type { Profile } from './profile.js'

/** The first is meant where none is named. */
export const profiles: [Profile, ...Profile[]] = [openvidu, dodas, isp]
