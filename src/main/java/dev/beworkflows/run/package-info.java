/**
 * What happened to one execution of a workflow: a run is the fold of its events.
 *
 * <p>Pure: no clock, no thread, no input or output. Everything here is immutable and may be used from any thread.
 */
@NullMarked
package dev.beworkflows.run;

import org.jspecify.annotations.NullMarked;
