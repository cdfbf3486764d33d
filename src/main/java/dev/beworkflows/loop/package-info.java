/**
 * One owner per piece of state: an event loop, and how other threads reach it.
 *
 * <p>Knows nothing of the rest of the project.
 */
@NullMarked
package dev.beworkflows.loop;

import org.jspecify.annotations.NullMarked;
