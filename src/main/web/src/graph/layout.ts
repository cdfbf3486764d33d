import { Graph, layout } from '@dagrejs/dagre'
