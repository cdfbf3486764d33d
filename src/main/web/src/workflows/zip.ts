const END = 0x06054b50
const ENTRY = 0x02014b50
const END_LENGTH = 22
const LONGEST_COMMENT = 65_535
const STORED = 0
const DEFLATED = 8

/** All texts of an archive together are at most this long, in bytes: a small archive can hold very much. */
const MOST_BYTES = 64_000_000

/** What is wrong with a file that was chosen, for people. */
export class UnreadableFile extends Error {}

interface Entry {
  name: string
  method: number
  packed: number
  size: number
  at: number
}

function endOf(view: DataView): number {
  for (let at = view.byteLength - END_LENGTH; at >= Math.max(0, view.byteLength - END_LENGTH - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) === END) {
      return at
    }
  }
  throw new UnreadableFile('This is no ZIP archive, or only a part of one.')
}

function entriesOf(view: DataView): Entry[] {
  const end = endOf(view)
  const entries: Entry[] = []
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (view.getUint32(at, true) !== ENTRY) {
      throw new UnreadableFile('The directory of the ZIP archive is damaged.')
    }
    const [nameLength, extraLength, commentLength] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)]
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength))
    entries.push({ name, method: view.getUint16(at + 10, true), packed: view.getUint32(at + 20, true), size: view.getUint32(at + 24, true), at: view.getUint32(at + 42, true) })
    at += 46 + nameLength + extraLength + commentLength
  }
  return entries
}

async function textOf(bytes: Uint8Array<ArrayBuffer>, view: DataView, { name, method, packed, at }: Entry): Promise<string> {
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
  const content = new Blob([bytes.subarray(start, start + packed)])
  if (method === STORED) {
    return content.text()
  }
  if (method !== DEFLATED) {
    throw new UnreadableFile(`${name} is compressed in a way that browsers do not know.`)
  }
  return new Response(content.stream().pipeThrough(new DecompressionStream('deflate-raw'))).text()
}

/**
 * The texts in a ZIP archive, by path.
 *
 * @param isWanted by path: what else is in the archive is not unpacked
 * @throws UnreadableFile when it is no archive, is damaged, or holds too much
 */
export async function unzip(archive: Blob, isWanted: (path: string) => boolean): Promise<Map<string, string>> {
  const bytes = new Uint8Array(await archive.arrayBuffer())
  const view = new DataView(bytes.buffer)
  try {
    const entries = entriesOf(view).filter(({ name }) => isWanted(name))
    if (entries.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES) {
      throw new UnreadableFile('There is more in the ZIP archive than workflows can hold.')
    }
    const texts = new Map<string, string>()
    for (const entry of entries) {
      texts.set(entry.name, await textOf(bytes, view, entry))
    }
    return texts
  } catch (failure) {
    throw failure instanceof UnreadableFile ? failure : new UnreadableFile('The ZIP archive is damaged.')
  }
}
