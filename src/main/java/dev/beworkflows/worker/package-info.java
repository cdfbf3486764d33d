/**
 * Keeps CPython processes, and gives each one task at a time.
 *
 * <p>A worker's state and the pool's belong to one event loop. Each process has a thread that reads its messages, one that reads its output and one that writes;
 * they parse, and hop to the loop. All processes are started by one permanent thread.
 */
@NullMarked
package dev.beworkflows.worker;

import org.jspecify.annotations.NullMarked;
