import type { Row } from '../api/client'

/** A value that carries a file: `data:image/png;base64,…`. */
export interface Media {
  type: string
  address: string
  isImage: boolean
}

const DATA = /^data:([\w.+-]+\/[\w.+-]+)(?:;[\w-]+=[^;,]+)*(;base64)?,/

export function mediaOf(value: unknown): Media | null {
  const type = typeof value === 'string' ? DATA.exec(value)?.[1] : undefined
  return type === undefined ? null : { type, address: value as string, isImage: type.startsWith('image/') }
}

/** How the rows of an item are shown best. */
export type Shown = 'nothing' | 'text' | 'media' | 'facts' | 'table'

/** The most members of a single row that are shown one below the other. */
const MOST_FACTS = 12

export function shownAs(rows: readonly Row[]): Shown {
  const [first] = rows
  if (!first) {
    return 'nothing'
  }
  if (rows.some((row) => Object.values(row).some((value) => mediaOf(value) !== null))) {
    return 'media'
  }
  const members = Object.values(first)
  if (rows.length > 1 || members.length > MOST_FACTS) {
    return 'table'
  }
  return members.length === 1 && typeof members[0] === 'string' ? 'text' : 'facts'
}

/** What the file of a row is saved as: a name that the row has, or one that is made of where it stands. */
export function fileNameOf(row: Row, column: string, media: Media): string {
  const named = [row['filename'], row['file_name'], row['name']].find((name): name is string => typeof name === 'string' && name !== '')
  const ending = media.type.split('/')[1]?.replace('svg+xml', 'svg').replace('jpeg', 'jpg').replace('plain', 'txt') ?? 'bin'
  return named?.includes('.') ? named : `${named ?? column}.${ending}`
}

/** @returns null when the address is none that can be read */
export function blobOf(media: Media): Blob | null {
  const comma = media.address.indexOf(',')
  const content = media.address.slice(comma + 1)
  try {
    if (!media.address.slice(0, comma).endsWith(';base64')) {
      return new Blob([decodeURIComponent(content)], { type: media.type })
    }
    return new Blob([Uint8Array.from(atob(content), (character) => character.charCodeAt(0))], { type: media.type })
  } catch {
    return null
  }
}
