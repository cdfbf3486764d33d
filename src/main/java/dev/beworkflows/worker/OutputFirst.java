package dev.beworkflows.worker;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.rpc.ProtocolViolation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets what a worker said and printed be heard before its answer counts.
 *
 * <p>Told of answers on the worker's reading thread, or on the loop when the worker was faster than it; what counts is done on the loop.
 */
final class OutputFirst {

    private static final Logger LOG = LoggerFactory.getLogger(OutputFirst.class);

    private final String worker;
    private final EventLoop loop;
    private final WorkerConnection connection;
    private boolean isInLine;

    OutputFirst(String worker, EventLoop loop, WorkerConnection connection) {
        this.worker = worker;
        this.loop = loop;
        this.connection = connection;
    }

    /** An attempt of a chain has ended, and the next one begins: what is printed from now on is of that. On the reading thread. */
    void attemptEnded(Runnable counted) {
        connection.readOutput();
        loop.later(counted);
        connection.goOnWithOutput();
    }

    /** The worker has answered. What it said waits in the loop's line; a worker that broke the protocol is killed instead. */
    void answered(Runnable counted) {
        if (loop.isCurrent() && !isInLine) {
            isInLine = true; // what the task said before waits in the line: its output must not overtake it
            loop.later(() -> answered(counted));
            return;
        }
        isInLine = false;
        try {
            connection.readOutput();
            connection.finishOutput();
            loop.later(counted);
        } catch (ProtocolViolation e) {
            LOG.warn("worker={} broke the protocol, killing it: {}", worker, e.getMessage());
            connection.kill();
        }
    }
}
