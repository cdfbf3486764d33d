/**
 * The only door by which something happens to a run: record the event, then show it.
 *
 * <p>The journal's state belongs to one event loop; its methods may be called from any thread and hop there.
 */
@NullMarked
package dev.beworkflows.journal;

import org.jspecify.annotations.NullMarked;
