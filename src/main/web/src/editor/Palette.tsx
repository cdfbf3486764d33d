import { LayoutGrid, Plus } from 'lucide-react'

import { drag } from '../graph/TaskGraph'
import { Button, Hint, IconButton, Menu } from '../ui'
import styles from './editor.module.css'
import { KINDS } from './kinds'

/** What can be put into the graph: by dragging, or by a click that puts it behind the chosen task. */
export function Palette({ onAdd, onLayOut, isMoved }: { onAdd: (kind: string) => void; onLayOut: () => void; isMoved: boolean }) {
  return (
    <div className={styles.palette} role="toolbar" aria-label="Add to the graph">
      <div className={styles.paletteKinds}>
        {KINDS.map((kind) => (
          <Hint key={kind.id} text={`${kind.about}. Click, or drag it to its place.`}>
            <Button draggable onDragStart={(event) => drag(event, kind.id)} onClick={() => onAdd(kind.id)}>
              <Plus size={14} aria-hidden /> {kind.label}
            </Button>
          </Hint>
        ))}
      </div>
      <div className={styles.paletteMenu}>
        <Menu
          trigger={
            <Button>
              <Plus size={14} aria-hidden /> Add
            </Button>
          }
          entries={KINDS.map((kind) => ({ label: kind.label, onSelect: () => onAdd(kind.id) }))}
        />
      </div>
      <IconButton name={isMoved ? 'Lay out again' : 'Tasks stand where the layout puts them'} onClick={onLayOut} aria-disabled={!isMoved}>
        <LayoutGrid size={16} aria-hidden />
      </IconButton>
    </div>
  )
}
