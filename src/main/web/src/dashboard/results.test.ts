import { expect, test } from 'vitest'

import { blobOf, fileNameOf, mediaOf, shownAs } from './results'

const PNG = 'data:image/png;base64,iVBORw0KGgo='

test.each([
  [[], 'nothing'],
  [[{ text: 'All is well.' }], 'text'],
  [[{ mean: 1.5, count: 3 }], 'facts'],
  [[{ n: 1 }, { n: 2 }], 'table'],
  [[{ name: 'a', image: PNG }], 'media'],
])('%j is shown as %s', (rows, shown) => {
  expect(shownAs(rows)).toBe(shown)
})

test('knows files by their addresses, images among them', () => {
  expect(mediaOf(PNG)).toMatchObject({ type: 'image/png', isImage: true })
  expect(mediaOf('data:text/csv;charset=utf-8,a%2Cb')).toMatchObject({ type: 'text/csv', isImage: false })
  expect(mediaOf('data: is what we like')).toBeNull()
  expect(mediaOf('javascript:alert(1)')).toBeNull()
})

test('a file is saved under the name that its row has', () => {
  const media = mediaOf(PNG) ?? { type: '', address: '', isImage: false }

  expect(fileNameOf({ filename: 'sales.png' }, 'image', media)).toBe('sales.png')
  expect(fileNameOf({ name: 'sales' }, 'image', media)).toBe('sales.png')
  expect(fileNameOf({}, 'image', media)).toBe('image.png')
})

test('reads what an address carries, or says that it cannot', async () => {
  const text = mediaOf('data:text/plain;charset=utf-8,gr%C3%BCn')
  const broken = mediaOf('data:image/png;base64,%%%')

  expect(await (text ? blobOf(text) : null)?.text()).toBe('grün')
  expect(broken ? blobOf(broken) : 'none').toBeNull()
})
