import { randomInt } from 'node:crypto'

/** Nothing that `.env` files, shells, URLs or Basic Auth could take for something else. */
const alphabets = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '-_.']
const length = 28

/** A random password of 28 characters (about 160 bits) with each sort of character, which OpenSearch and AWS demand. */
export function generatePassword(): string {
  const all = alphabets.join('')
  for (;;) {
    const password = Array.from({ length }, () => all[randomInt(all.length)]).join('')
    const startsWithLetter = /^[A-Za-z]/.test(password)
    if (
      startsWithLetter &&
      alphabets.every((alphabet) => alphabet.split('').some((character) => password.includes(character)))
    )
      return password
  }
}
