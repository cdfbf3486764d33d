/**
 * Tells OpenTelemetry of runs and their tasks, made out of the events of runs that have ended: while they run nobody knows of it, and when it is switched off nothing of it exists.
 *
 * <p>{@link dev.beworkflows.traces.Traces} may be used from any thread; spans are made and sent on a thread of their own.
 */
@NullMarked
package dev.beworkflows.traces;

import org.jspecify.annotations.NullMarked;
