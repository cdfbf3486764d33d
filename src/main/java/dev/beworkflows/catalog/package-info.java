/**
 * Keeps the definitions: saves checked versions of workflows and hands out callable ones.
 *
 * <p>May be used from any event loop; the cache of callable workflows is the only state.
 */
@NullMarked
package dev.beworkflows.catalog;

import org.jspecify.annotations.NullMarked;
