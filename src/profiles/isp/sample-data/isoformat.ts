/** As Python's `isoformat()` writes a time without a zone: six decimals, or none. */
export function isoformat(time: number): string {
  const text = new Date(time).toISOString()
  return time % 1000 === 0 ? text.slice(0, 19) : `${text.slice(0, 23)}000`
}
