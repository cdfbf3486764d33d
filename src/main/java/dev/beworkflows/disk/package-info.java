/**
 * Folders that the server and its workers both use: who may do what there, and names that nobody guesses. Also how any folder is removed and measured.
 *
 * <p>Everything blocks and may be used from any thread.
 */
@NullMarked
package dev.beworkflows.disk;

import org.jspecify.annotations.NullMarked;
