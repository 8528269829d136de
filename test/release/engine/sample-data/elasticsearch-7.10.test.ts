import { describeSampleData } from '../../../engine/sample-data/sample-data.js'

describeSampleData('elasticsearch-7.10')
