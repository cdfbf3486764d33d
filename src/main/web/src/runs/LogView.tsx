import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { ArrowDownToLine, Copy, Download, WrapText } from 'lucide-react'
import { memo, useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react'

import { Button, classes, Empty, IconButton, Select, TextInput } from '../ui'
import styles from './log.module.css'
import { asText, matching, type Level, type LogLine } from './logLines'
import { copyText, saveText } from './saveText'

/** Of a line that is not wrapped, in pixels. */
const LINE_HEIGHT = 20
/** Within how many pixels of its end a log counts as followed. */
const NEAR_END = 30

/** What tasks printed: any number of lines, of which only those in sight are in the document. */
export const LogView = memo(function LogView({ name, lines, tasks, task, onTask }: { name: string; lines: readonly LogLine[]; tasks: readonly string[]; task: string; onTask: (task: string | null) => void }) {
  const [level, setLevel] = useState<'' | Level>('')
  const [text, setText] = useState('')
  const [isWrapped, setWrapped] = useState(false)
  const [isFollowing, setFollowing] = useState(true)
  const wanted = useDeferredValue(text)
  const found = useMemo(() => matching(lines, { task, level, text: wanted }), [lines, task, level, wanted])
  return (
    <div className={styles.frame}>
      <div className={styles.bar}>
        <TextInput type="search" aria-label="Find in the log" placeholder="Find" value={text} onChange={(event) => setText(event.target.value)} />
        <Select aria-label="Task" value={task} onChange={(event) => onTask(event.target.value || null)}>
          <option value="">All tasks</option>
          <Options names={tasks} />
        </Select>
        <Select aria-label="Level" value={level} onChange={(event) => setLevel(event.target.value as '' | Level)}>
          <option value="">All levels</option>
          <option value="debug">Debug and above</option>
          <option value="info">Info and above</option>
          <option value="warning">Warnings and errors</option>
          <option value="error">Errors</option>
        </Select>
        <span className={styles.count}>{found.length === lines.length ? `${lines.length.toLocaleString('en')} lines` : `${found.length.toLocaleString('en')} of ${lines.length.toLocaleString('en')} lines`}</span>
        <Button look="plain" aria-pressed={isFollowing} className={isFollowing ? styles.on : undefined} onClick={() => setFollowing(!isFollowing)}>
          <ArrowDownToLine size={14} aria-hidden /> Follow
        </Button>
        <IconButton name={isWrapped ? 'Do not wrap lines' : 'Wrap lines'} aria-pressed={isWrapped} onClick={() => setWrapped(!isWrapped)}>
          <WrapText size={16} aria-hidden />
        </IconButton>
        <IconButton name="Download what is shown" onClick={() => saveText(`${name}.log`, asText(found))}>
          <Download size={16} aria-hidden />
        </IconButton>
        <IconButton name="Copy what is shown" onClick={() => void copyText(asText(found))}>
          <Copy size={16} aria-hidden />
        </IconButton>
      </div>
      {lines.length === 0 ? <Empty title="Nothing was printed">What tasks print or log appears here as it comes.</Empty> : <Lines key={String(isWrapped)} lines={found} isWrapped={isWrapped} isFollowing={isFollowing} onFollowing={setFollowing} />}
    </div>
  )
})

const Options = memo(function Options({ names }: { names: readonly string[] }) {
  return names.map((name) => <option key={name}>{name}</option>)
})

function Lines({ lines, isWrapped, isFollowing, onFollowing }: { lines: readonly LogLine[]; isWrapped: boolean; isFollowing: boolean; onFollowing: (isFollowing: boolean) => void }) {
  const frame = useRef<HTMLDivElement>(null)
  // a log that is followed shows its end in the same frame in which it grows, not in the one after it has scrolled
  const rangeExtractor = (range: Range) => {
    const shift = isFollowing ? lines.length - 1 - range.endIndex : 0
    return defaultRangeExtractor({ ...range, startIndex: range.startIndex + shift, endIndex: range.endIndex + shift })
  }
  // eslint-disable-next-line react-hooks/incompatible-library -- the page is built without the compiler that could not keep these functions
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => frame.current, estimateSize: () => LINE_HEIGHT, overscan: 20, getItemKey: (index) => lines[index]?.id ?? index, rangeExtractor })
  const height = virtual.getTotalSize()
  useLayoutEffect(() => {
    if (isFollowing && frame.current) {
      frame.current.scrollTop = height
    }
  }, [isFollowing, height])
  // only a reader scrolls by wheel, touch or keys; the log itself scrolls by what it follows
  const look = () => {
    const { scrollTop, clientHeight, scrollHeight } = frame.current ?? { scrollTop: 0, clientHeight: 0, scrollHeight: 0 }
    onFollowing(scrollHeight - scrollTop - clientHeight < NEAR_END)
  }
  const lookSoon = () => requestAnimationFrame(look)
  const items = virtual.getVirtualItems()
  return (
    <div ref={frame} className={styles.lines} role="region" aria-label="Log" tabIndex={0} onWheel={lookSoon} onTouchMove={lookSoon} onKeyUp={lookSoon} onPointerUp={lookSoon}>
      <div className={classes(styles.all, isWrapped && styles.wrapped)} style={{ height }}>
        <div className={styles.inSight} style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
          {items.map(({ key, index }) => {
            const line = lines[index]
            return line ? <Line key={key} ref={isWrapped ? virtual.measureElement : null} index={index} line={line} /> : null
          })}
        </div>
      </div>
    </div>
  )
}

const Line = memo(function Line({ ref, index, line }: { ref: React.Ref<HTMLDivElement>; index: number; line: LogLine }) {
  return (
    <div ref={ref} data-index={index} className={styles.line}>
      <span className={styles.time} title={line.at}>
        {clockOf(line.at)}
      </span>
      <span className={styles.task} title={`attempt ${line.attempt}`}>
        {line.task}
        {line.attempt > 1 ? `#${line.attempt}` : ''}
      </span>
      <span className={classes(styles.text, line.level && styles[line.level])}>{line.text}</span>
    </div>
  )
})

/** Time of day with milliseconds, where the reader is. */
function clockOf(at: string): string {
  const date = new Date(at)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`
}
