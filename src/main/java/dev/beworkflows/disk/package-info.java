/**
 * Folders that the server and its workers both use: who may do what there, names that nobody guesses, and their removal.
 *
 * <p>Everything blocks and may be used from any thread.
 */
@NullMarked
package dev.beworkflows.disk;

import org.jspecify.annotations.NullMarked;
