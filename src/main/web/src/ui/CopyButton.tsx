import { Check, Copy } from 'lucide-react'
import { useState } from 'react'

import { Button } from '.'

/** How long the button says that it has copied, in milliseconds. */
const SAID = 1_500

export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [hasCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), SAID)
  }
  return (
    <Button onClick={() => void copy()}>
      {hasCopied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      <span aria-live="polite">{hasCopied ? 'Copied' : label}</span>
    </Button>
  )
}
