import { describe, expect, it } from '@jest/globals'
import { generatePassword } from '../../../src/passwords/generate.js'
import { parseEnv, replaceValues } from '../../../src/settings/grammars/literal-env.js'

const passwords = Array.from({ length: 500 }, generatePassword)

describe('a generated password', () => {
  it('has 28 characters with each sort that OpenSearch and AWS demand, and starts with a letter', () => {
    for (const password of passwords)
      expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[^a-zA-Z\d])[A-Za-z][A-Za-z\d._-]{27}$/)
  })

  it('means the same in a URL, in JSON, in a shell and in .env', () => {
    for (const password of passwords) {
      expect(encodeURIComponent(password)).toBe(password)
      expect(JSON.stringify(password)).toBe(`"${password}"`)
      expect(password).toMatch(/^[\w.-]+$/)
      expect(parseEnv(replaceValues('P=\n', { P: password }))[0]?.value).toBe(password)
    }
  })

  it('has no character that is taken for another', () => {
    expect(passwords.join('')).not.toMatch(/[IlO01]/)
  })

  it('is never the same, and every character comes at every place', () => {
    expect(new Set(passwords).size).toBe(passwords.length)
    const characters = 24 + 24 + 8 + 3
    for (let place = 1; place < 28; place++) {
      const seen = new Set(passwords.map((password) => password[place]))
      // 500 throws of a die with 59 sides: fewer than 50 sides seen is a chance of less than 1 in 10^12.
      expect(seen.size).toBeGreaterThan(50)
      expect(seen.size).toBeLessThanOrEqual(characters)
    }
  })
})
