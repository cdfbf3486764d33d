import { Popover } from 'radix-ui'
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'

import { Button } from '../ui'
import { useSettings } from './settings'
import styles from './shell.module.css'
import { TOUR, stepsHere } from './tourSteps'

export interface TourState {
  /** The step that is shown; -1 when none is. */
  at: number
  start: () => void
  next: () => void
  stop: () => void
}

/** The tour begins by itself once, on the first page, and when it is asked for. */
export function useTour(): TourState {
  const { hasSeenTour, set } = useSettings()
  const [asked, setAsked] = useState<number | null>(null)
  const [path, go] = useLocation()
  const at = asked ?? (hasSeenTour || path !== '/' ? -1 : 0)
  const stop = () => {
    set({ hasSeenTour: true })
    setAsked(null)
  }
  const start = () => {
    go('/')
    setAsked(0)
  }
  return { at, start, stop, next: () => setAsked(at + 1) }
}

/** The steps whose places are on the page, once the first of them is. */
function useSteps(isOn: boolean) {
  const [steps, setSteps] = useState<ReturnType<typeof stepsHere>>([])
  useEffect(() => {
    if (!isOn) {
      return
    }
    const look = () => {
      const found = document.querySelector('main h1') ? stepsHere(TOUR, document) : []
      setSteps((before) => (before.length === found.length && found.every((step, index) => step.place === before[index]?.place) ? before : found))
    }
    // places come with the data of the page
    const watch = new MutationObserver(look)
    watch.observe(document.body, { childList: true, subtree: true })
    const first = requestAnimationFrame(look)
    return () => {
      watch.disconnect()
      cancelAnimationFrame(first)
    }
  }, [isOn])
  return steps
}

/** At most three words to a newcomer, each at the place that it is about. */
export function Tour({ at, next: goOn, stop }: TourState) {
  const next = useRef<HTMLButtonElement>(null)
  const steps = useSteps(at >= 0)
  const step = steps[at]
  if (at < 0 || !step) {
    return null
  }
  const isLast = at === steps.length - 1
  const focusNext = (event: Event) => {
    event.preventDefault()
    next.current?.focus()
  }
  return (
    <Popover.Root open onOpenChange={(open) => (open ? undefined : stop())}>
      <Popover.Anchor virtualRef={{ current: step.place }} />
      <Popover.Portal>
        <Popover.Content key={step.id} className={styles.tour} sideOffset={10} collisionPadding={12} aria-label={step.title} onOpenAutoFocus={focusNext} onInteractOutside={(event) => event.preventDefault()}>
          <Popover.Arrow className={styles.tourArrow} width={14} height={7} />
          <h2>{step.title}</h2>
          <p>{step.text}</p>
          <div className={styles.tourEnd}>
            <span className={styles.quiet}>
              {at + 1} of {steps.length}
            </span>
            {isLast ? null : (
              <Button look="plain" onClick={stop}>
                Skip
              </Button>
            )}
            <Button look="primary" ref={next} onClick={isLast ? stop : goOn}>
              {isLast ? 'Done' : 'Next'}
            </Button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
