import type { ChosenFile } from './folders'

/** More files than these nobody drops on purpose. */
const MOST_FILES = 5_000
const LEFT_OUT = /^(\.|__pycache__$|node_modules$)/

function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  // a reader tells a part at a time, and nothing at the end
  const next = (): Promise<FileSystemEntry[]> =>
    new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject)).then((part) => {
      all.push(...part)
      return part.length === 0 || all.length > MOST_FILES ? all : next()
    })
  return next()
}

async function filesIn(entry: FileSystemEntry): Promise<ChosenFile[]> {
  if (LEFT_OUT.test(entry.name)) {
    return []
  }
  if (entry.isFile) {
    const blob = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ path: entry.fullPath.replace(/^\//, ''), blob }]
  }
  const inside = await entriesOf(entry as FileSystemDirectoryEntry)
  return (await Promise.all(inside.map(filesIn))).flat()
}

/** The files that were dropped, those in folders too. */
export async function dropped(data: DataTransfer): Promise<ChosenFile[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  if (entries.length === 0) {
    return [...data.files].map((blob) => ({ path: blob.name, blob }))
  }
  return (await Promise.all(entries.map(filesIn))).flat()
}

/** The files that were chosen, or those in the folder that was. */
export function chosen(files: FileList): ChosenFile[] {
  return [...files].map((blob) => ({ path: blob.webkitRelativePath || blob.name, blob }))
}
