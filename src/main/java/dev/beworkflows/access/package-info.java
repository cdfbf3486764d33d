/**
 * Who calls, and what they may do.
 *
 * <p>Everything here is immutable and may be used from any thread.
 */
@NullMarked
package dev.beworkflows.access;

import org.jspecify.annotations.NullMarked;
