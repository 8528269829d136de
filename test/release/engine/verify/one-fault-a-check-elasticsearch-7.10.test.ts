import { describeFaults, faults } from '../../../engine/verify/one-fault.js'

describeFaults('elasticsearch', faults)
