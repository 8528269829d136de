export interface Duration {
  value: number
  unit: 's' | 'm' | 'h' | 'd'
}

/** "5m". @param text as the schema takes it */
export const durationOf = (text: string): Duration => ({
  value: Number.parseInt(text, 10),
  unit: text.slice(-1) as Duration['unit'],
})

const seconds = { s: 1, m: 60, h: 3600, d: 86_400 }

export const secondsIn = ({ value, unit }: Duration): number => value * seconds[unit]

/** As date maths has it, so many times: 10m. */
export const times = ({ value, unit }: Duration, factor: number): string => `${value * factor}${unit}`
