/**
 * Counts and measures, and shows it as Prometheus reads it. The others know nothing of it: they tell through ports of their own, or are asked how much they have.
 *
 * <p>Meters may be used from any thread.
 */
@NullMarked
package dev.beworkflows.metrics;

import org.jspecify.annotations.NullMarked;
