package dev.beworkflows.scheduler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the queue can be reached; says so once each time that this changes. Belongs to the scheduler's loop. */
final class QueueReach {
    private static final Logger LOG = LoggerFactory.getLogger(QueueReach.class);

    private boolean away;

    void failed(Throwable why) {
        if (!away) {
            away = true;
            LOG.warn("queue cannot be reached next=retry, warned once cause={}", why.toString());
        }
    }

    void reached(int ownedRuns) {
        if (away) {
            away = false;
            LOG.info("queue is reached again owned_runs={}", ownedRuns);
        }
    }
}
