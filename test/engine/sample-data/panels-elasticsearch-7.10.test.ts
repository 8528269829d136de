import { describePanels } from './panels/describe-panels.js'

describePanels('elasticsearch-7.10')
