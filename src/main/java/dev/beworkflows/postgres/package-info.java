/**
 * Everything that lasts, in PostgreSQL: the only package with SQL, and the PostgreSQL that the server brings along when it is given none.
 *
 * <p>Threads: what returns a Future belongs to an event loop; {@link dev.beworkflows.postgres.EmbeddedPostgres} and
 * {@link dev.beworkflows.postgres.Migrations} block and belong to the start-up thread.
 */
@NullMarked
package dev.beworkflows.postgres;

import org.jspecify.annotations.NullMarked;
