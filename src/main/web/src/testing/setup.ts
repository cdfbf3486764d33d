import { cleanup, configure } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

// a machine that does other things as well is slow, not wrong
configure({ asyncUtilTimeout: 4_000 })
vi.setConfig({ testTimeout: 20_000 })

afterEach(() => {
  cleanup()
  localStorage.clear()
})
