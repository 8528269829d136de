import { describeClusterState } from './cluster-state.js'

describeClusterState('elasticsearch-7.10')
