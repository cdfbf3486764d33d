import { useToasts } from '../ui'
import { download } from '../values/download'

/** Hands a text to the reader as a file. */
export function saveText(name: string, text: string, type = 'text/plain'): void {
  download(name, new Blob([text], { type }))
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
