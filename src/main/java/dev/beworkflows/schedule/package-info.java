/**
 * Fires workflows at the times that their schedules say, each time once over all servers.
 *
 * <p>May be used from any event loop; {@link dev.beworkflows.schedule.Schedules} has a loop of its own.
 */
@NullMarked
package dev.beworkflows.schedule;

import org.jspecify.annotations.NullMarked;
