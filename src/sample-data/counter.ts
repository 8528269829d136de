/** What a counter has come to after so many seconds: it always grows, now faster, now slower. */
export type Counter = (seconds: number) => number

const [wave, height] = [90, 60]

/** @param perSecond on average; at least a third of it @param phase radians: where in a wave it begins */
export const counter =
  (perSecond: number, phase: number): Counter =>
  (seconds) =>
    Math.round(perSecond * (seconds + height * (Math.cos(phase) - Math.cos(phase + seconds / wave))))
