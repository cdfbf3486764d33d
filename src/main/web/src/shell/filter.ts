import type { Command } from './commands'

const START = 3
const WORD_START = 2
const WITHIN = 1

/** How well one word of the reader fits a text; 0 when it does not. */
function fit(word: string, text: string): number {
  const at = text.indexOf(word)
  if (at < 0) {
    return 0
  }
  if (at === 0) {
    return START
  }
  return text.includes(` ${word}`) ? WORD_START : WITHIN
}

/**
 * The commands that fit what was typed, best first; all of them, in their order, when nothing was. Each word has to be found, in any case and order; the label counts more than
 * further words.
 */
export function fittingCommands(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const rated = commands.map((command) => {
    const label = command.label.toLowerCase()
    const further = `${command.words ?? ''} ${command.group ?? ''}`.toLowerCase()
    const fits = words.map((word) => 2 * fit(word, label) || (fit(word, further) > 0 ? WITHIN : 0))
    return { command, rank: fits.includes(0) ? -1 : fits.reduce((sum, one) => sum + one, 0) }
  })
  return rated
    .filter(({ rank }) => rank >= 0)
    .sort((left, right) => right.rank - left.rank)
    .map(({ command }) => command)
}

const RUN_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The id of a run, if that is what was typed. */
export function runIdIn(typed: string): string | null {
  const text = typed.trim()
  return RUN_ID.test(text) ? text.toLowerCase() : null
}
