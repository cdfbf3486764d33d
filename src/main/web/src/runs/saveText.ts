import { useToasts } from '../ui'

/** Hands a text to the reader as a file. */
export function saveText(name: string, text: string, type = 'text/plain'): void {
  const address = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

/** Hands a text to the reader as what was copied last. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    useToasts.getState().say('Copied')
  } catch (failure) {
    useToasts.getState().fail(failure)
  }
}
