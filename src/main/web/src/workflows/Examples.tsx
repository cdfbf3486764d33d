import { useQuery } from '@tanstack/react-query'

import { Button, Loaded, ProblemBox } from '../ui'
import styles from './create.module.css'
import { examplesQuery, useExample } from './examples'

/** The workflows that come with the program, each to be had as one's own. */
export function Examples({ onDone }: { onDone: (id: string) => void }) {
  const examples = useQuery(examplesQuery)
  const use = useExample(onDone)
  return (
    <div className={styles.form}>
      {use.error ? <ProblemBox failure={use.error} /> : null}
      <Loaded query={examples} lines={6}>
        {(items) => (
          <ul className={styles.examples} aria-label="Examples" tabIndex={0}>
            {items.map(({ name, label, description, document }) => (
              <li key={name} className={styles.example}>
                <div>
                  <strong>{label || name}</strong>
                  <p>{description}</p>
                </div>
                <Button aria-label={`Use ${label || name}`} disabled={use.isPending} onClick={() => use.mutate({ name, document })}>
                  {use.isPending && use.variables.name === name ? 'Making it…' : 'Use'}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </div>
  )
}
