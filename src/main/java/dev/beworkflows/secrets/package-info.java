/**
 * Keeps named secrets encrypted, and opens them for the tasks that declare them.
 *
 * <p>May be used from any thread; values are opened when a task is about to start and kept nowhere.
 */
@NullMarked
package dev.beworkflows.secrets;

import org.jspecify.annotations.NullMarked;
