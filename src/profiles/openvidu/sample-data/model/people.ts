/** Where a user is and what with. Addresses are of a range for documentation (RFC 5737). */
export interface Person {
  location: string
  platform: string
  address: string
}

const places: [location: string, weight: number][] = [
  ['Rome, Italy', 4],
  ['Madrid, Spain', 6],
  ['Buenos Aires, Argentina', 4],
  ['Ashburn, United States', 5],
  ['Chicago, United States', 3],
  ['Bengaluru, India', 5],
  ['Berlin, Germany', 3],
  ['Paris, France', 3],
  ['Istanbul, Turkey', 3],
  ['Lagos, Nigeria', 2],
  ['Singapore, Singapore', 2],
  ['Sydney, Australia', 1],
  // OpenVidu says so where the address has no place.
  ['unknown', 1],
]

const platforms = [
  'Chrome 88.0.4324.182 on Linux 64-bit',
  'Chrome 89.0.4389.90 on Windows 10 64-bit',
  'Chrome 89.0.4389.90 on OS X 10.15.7 64-bit',
  'Chrome Mobile 89.0.4389.86 on Android 11',
  'Firefox 86.0 on Ubuntu 64-bit',
  'Safari 14.0.3 on OS X 10.15.6 64-bit',
  'Safari 14.0 on Apple iPhone iOS 14.4',
  'Microsoft Edge 88.0.705.81 on Windows 10 64-bit',
]

/** Those who use the cluster, again and again: a place appears as often as its weight says. */
export const people: Person[] = places
  .flatMap(([location, weight]) => Array.from({ length: weight }, () => location))
  .flatMap((location, place) =>
    [0, 1, 2].map((number) => ({
      location,
      platform: platforms[(place * 3 + number * 5) % platforms.length] ?? '',
      address: `203.0.113.${1 + place * 3 + number}`,
    })),
  )
