/**
 * Files that people and tasks hand over: uploads, stored objects, and values too large for a message.
 *
 * <p>May be used from any thread; what touches the disk runs on the pool for blocking work.
 */
@NullMarked
package dev.beworkflows.files;

import org.jspecify.annotations.NullMarked;
