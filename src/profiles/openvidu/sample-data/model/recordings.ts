import { random, rounded } from '../../../../sample-data/random.js'
import type { SampleOptions } from './options.js'
import type { Session } from './sessions.js'

export interface Recording {
  id: string
  name: string
  outputMode: 'COMPOSED' | 'INDIVIDUAL'
  hasAudio: boolean
  hasVideo: boolean
  startTime: number
  stoppedAt: number
  /** when the file is there, with its final size and duration */
  readyAt: number
  reason: 'recordingStoppedByServer' | 'sessionClosedByServer' | 'lastParticipantLeft'
  /** seconds; the final one */
  duration: number
  /** bytes; the final one */
  size: number
}

/** Bytes a second of the recorded file. */
const rates = { composedVideo: 340_000, individualVideo: 95_000, audio: 6_500 }

/** About a third of the sessions are recorded; the long ones always are. */
export function makeRecordings(options: SampleOptions, session: Session, index: number): Recording[] {
  const dice = random(options.seed, 'recordings', index)
  const length = session.destroyedAt - session.createdAt
  const long = length > 3_600_000
  const count = long
    ? 1
    : length < 90_000
      ? 0
      : dice.weighted([
          [0, 62],
          [1, 32],
          [2, 6],
        ])
  return Array.from({ length: count }, (_, number): Recording => {
    const part = length / count
    const startTime = Math.round(session.createdAt + number * part + (long ? 30_000 : dice.between(0.3, 0.45) * part))
    const untilTheEnd = number === count - 1 && (long || dice.chance(0.4))
    const stoppedAt = untilTheEnd
      ? session.destroyedAt - dice.whole(5, 20)
      : Math.round(session.createdAt + number * part + dice.between(0.6, 0.95) * part)
    const outputMode = long || dice.chance(0.6) ? 'COMPOSED' : 'INDIVIDUAL'
    const [hasAudio, hasVideo] = long
      ? [true, true]
      : dice.weighted([
          [[true, true], 72],
          [[true, false], 18],
          [[false, true], 10],
        ] as const)
    const duration = rounded((stoppedAt - startTime) / 1000 - dice.between(0, 0.4), 2)
    const video = hasVideo ? (outputMode === 'COMPOSED' ? rates.composedVideo : rates.individualVideo) : 0
    return {
      id: number === 0 ? session.sessionId : `${session.sessionId}~${number}`,
      name: `${dice.pick(['Minutes', 'Lesson', 'Meeting', 'Call'])}${index + 1}`,
      outputMode,
      hasAudio,
      hasVideo,
      startTime,
      stoppedAt,
      readyAt: stoppedAt + dice.whole(1500, 9000),
      reason: untilTheEnd ? session.reason : 'recordingStoppedByServer',
      duration,
      size: Math.round(duration * (video * dice.between(0.8, 1.2) + (hasAudio ? rates.audio : 0))),
    }
  })
}
