import { describeClusterState } from '../../../engine/whole-run/cluster-state.js'

describeClusterState('elasticsearch-8.19')
