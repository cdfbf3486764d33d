/**
 * Reads the configuration, builds every object once in the order in which data flows, and starts and stops the server.
 *
 * <p>Runs on the main thread and on the thread of the shutdown hook; nothing here is on the path of a call.
 */
@NullMarked
package dev.beworkflows;

import org.jspecify.annotations.NullMarked;
