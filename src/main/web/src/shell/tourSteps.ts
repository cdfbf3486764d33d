export interface TourStep {
  /** The place that it is about has this as `data-tour`. */
  id: string
  title: string
  text: string
}

export const TOUR: readonly TourStep[] = [
  { id: 'create', title: 'A workflow is Python behind an address', text: 'Draw tasks, connect them, write a function for each. Saved, it answers curl. Begin with an example: it runs as it is.' },
  { id: 'pages', title: 'Watch it run', text: 'Every call is under Runs, live and afterwards. Operations shows workers, environments, keys and schedules.' },
  { id: 'palette', title: 'Everything by keyboard', text: 'Pages, workflows and actions are a few letters away. A question mark shows all shortcuts.' },
]

/** The steps whose places can be seen, with these. */
export function stepsHere(steps: readonly TourStep[], root: ParentNode): (TourStep & { place: Element })[] {
  return steps.flatMap((step) => {
    const place = root.querySelector(`[data-tour="${step.id}"]`)
    return place ? [{ ...step, place }] : []
  })
}
