import { describeDodas } from '../../../engine/profiles/dodas.js'

describeDodas('elasticsearch-7.10')
