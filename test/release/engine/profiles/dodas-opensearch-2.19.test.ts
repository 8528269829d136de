import { describeDodas } from '../../../engine/profiles/dodas.js'

describeDodas('opensearch-2.19')
