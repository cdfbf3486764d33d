/**
 * JSON-RPC 2.0 over lines, in both directions; knows nothing of tasks.
 *
 * <p>Messages arrive on the thread that reads the other side; calls and answers may be sent from any thread.
 */
@NullMarked
package dev.beworkflows.rpc;

import org.jspecify.annotations.NullMarked;
