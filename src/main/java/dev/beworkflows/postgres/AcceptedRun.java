package dev.beworkflows.postgres;

import dev.beworkflows.journal.Placement;
import dev.beworkflows.journal.RunStore.RunHistory;

/**
 * A run on its way into the queue.
 *
 * @param epoch 0: it waits for who claims it; 1: it is this server's already
 */
record AcceptedRun(RunHistory history, Placement placement, long epoch) {}
