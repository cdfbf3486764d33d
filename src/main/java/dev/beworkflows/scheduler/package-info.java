/**
 * Decides what runs next and drives each run to its end.
 *
 * <p>Live runs belong to one event loop, the scheduler's; {@link dev.beworkflows.scheduler.Runs} is the door and may be used from any thread.
 */
@NullMarked
package dev.beworkflows.scheduler;

import org.jspecify.annotations.NullMarked;
