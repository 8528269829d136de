import { describe } from '@jest/globals'
import { describeMoments, moments } from '../../in-memory/interruption.js'

describe('Ctrl-C', () => {
  describeMoments(moments)
})
