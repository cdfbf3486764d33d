/**
 * Turns parameter definitions into JSON Schema, and raw requests and response rows into checked ones.
 *
 * <p>Everything here is immutable once built and may be used from any thread.
 */
@NullMarked
package dev.beworkflows.schema;

import org.jspecify.annotations.NullMarked;
