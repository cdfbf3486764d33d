import { render } from '@testing-library/react'
import { expect, test, vi } from 'vitest'

import { allCommands, useCommands, useCommandStore, type Command } from './commands'
import { fittingCommands, runIdIn } from './filter'
import { pressed } from './keys'

const nothing = () => undefined
const command = (id: string, label: string, further: Partial<Command> = {}): Command => ({ id, label, run: nothing, ...further })
const labels = (found: readonly Command[]) => found.map(({ label }) => label)
const offered = () => allCommands(useCommandStore.getState().byOwner)

const COMMANDS = [
  command('page.workflows', 'Workflows', { keys: 'g w' }),
  command('page.runs', 'Runs', { keys: 'g r' }),
  command('new', 'New workflow', { words: 'create make', keys: 'n' }),
  command('theme', 'Use the dark theme', { words: 'colours' }),
]

test('findsNothingLessThanAllWhenNothingIsTyped', () => {
  expect(fittingCommands(COMMANDS, '  ')).toEqual(COMMANDS)
})

test('putsTheBeginningOfALabelBeforeItsMiddle', () => {
  expect(labels(fittingCommands(COMMANDS, 'workfl'))).toEqual(['Workflows', 'New workflow'])
})

test('findsByFurtherWordsInAnyOrderAndCase', () => {
  expect(labels(fittingCommands(COMMANDS, 'COLOURS use'))).toEqual(['Use the dark theme'])
  expect(labels(fittingCommands(COMMANDS, 'make'))).toEqual(['New workflow'])
})

test('wantsEachWordToFit', () => {
  expect(fittingCommands(COMMANDS, 'workflow colours')).toEqual([])
})

test('knowsTheIdOfARun', () => {
  expect(runIdIn(' 019BFE2C-4f3a-7c11-9a52-6f1c0d3e8b7a ')).toBe('019bfe2c-4f3a-7c11-9a52-6f1c0d3e8b7a')
  expect(runIdIn('019bfe2c')).toBeNull()
})

test('keysInARowAreOneCommand', () => {
  const first = pressed(COMMANDS, { keys: '', at: 0 }, 'g', 100)
  expect(first.command).toBeUndefined()
  expect(pressed(COMMANDS, first.typed, 'r', 200).command?.id).toBe('page.runs')
})

test('aKeyThatComesTooLateBeginsAnew', () => {
  const first = pressed(COMMANDS, { keys: '', at: 0 }, 'g', 100)
  expect(pressed(COMMANDS, first.typed, 'r', 5_000).command).toBeUndefined()
})

test('aKeyThatDoesNotGoOnIsTakenAlone', () => {
  const first = pressed(COMMANDS, { keys: '', at: 0 }, 'g', 100)
  expect(pressed(COMMANDS, first.typed, 'n', 200).command?.id).toBe('new')
})

test('offersCommandsWhileTheirComponentIsShownAndRunsTheNewest', () => {
  function Feature({ run }: { run: () => void }) {
    useCommands([command('feature', 'Do it', { run })])
    return null
  }
  const [first, second] = [vi.fn(), vi.fn()]
  const shown = render(<Feature run={first} />)
  const before = useCommandStore.getState().byOwner
  shown.rerender(<Feature run={second} />)
  expect(useCommandStore.getState().byOwner).toBe(before)
  offered()[0]?.run()
  expect(first).not.toHaveBeenCalled()
  expect(second).toHaveBeenCalledOnce()
  shown.unmount()
  expect(offered()).toEqual([])
})
