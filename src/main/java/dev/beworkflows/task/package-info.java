/**
 * The contract between who decides and who executes: one call of one task, its outcome, and what it may ask for meanwhile.
 *
 * <p>Records are immutable; each interface names the thread on which it is called.
 */
@NullMarked
package dev.beworkflows.task;

import org.jspecify.annotations.NullMarked;
