/** Members that answers of the server add to a definition. */
export const ADDED: ReadonlySet<string> = new Set(['version', 'saved_at', 'author', 'message', 'published', 'publishing', 'environment', 'warnings'])
