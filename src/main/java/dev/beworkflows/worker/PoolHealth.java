package dev.beworkflows.worker;

import dev.beworkflows.run.DeathCertificate;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.Workers.Death;
import dev.beworkflows.task.Workers.Work;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.Optional;

/** What workers tell of how they fare: whether one comes up at all, how they die, whose code ended them. Belongs to the pool's loop. */
final class PoolHealth {

    /** So many failed starts before any worker was ready mean that none will be. */
    private static final int GIVE_UP_STARTS = 3;

    private final Promise<Void> firstReady = Promise.promise();
    private final Deaths deaths = new Deaths();
    private final CrashLoops crashLoops;
    private int failedStarts;

    PoolHealth(CrashLoops crashLoops) {
        this.crashLoops = crashLoops;
    }

    /** Succeeds when the first worker is ready; fails when none comes up. May be asked on any thread. */
    Future<Void> firstReady() {
        return firstReady.future();
    }

    Deaths deaths() {
        return deaths;
    }

    /** A worker came up. */
    void started() {
        boolean unused = firstReady.tryComplete();
    }

    /** A worker did not come up; its death is told as well. */
    void failedToStart(String why) {
        failedStarts++;
        if (failedStarts >= GIVE_UP_STARTS) {
            boolean unused = firstReady.tryFail("no worker comes up: " + why);
        }
    }

    /** A task ended, and its worker goes on. */
    void finished(TaskCall call) {
        crashLoops.ended(call.code());
    }

    /** A worker died. How many the workflow that it worked for lost within the hour; 0: it worked for none. */
    int died(WorkerDeath how, Optional<TaskCall> call) {
        deaths.count(how);
        return how.isNotable() && call.isPresent()
                ? deaths.thisHour(call.get().run().version().workflow(), System.nanoTime())
                : 0;
    }

    /** What is known of a death that nobody had planned. */
    void certified(WorkerDeath how, Optional<TaskCall> call, DeathCertificate certificate) {
        Death death = new Death(Instant.now(), how.word(), call.map(Work::of), certificate);
        deaths.keep(death);
        DeathLog.write(death);
        if (how == WorkerDeath.WHILE_BUSY) {
            call.ifPresent(killer -> crashLoops.died(killer, certificate.exit(), System.nanoTime()));
        }
    }
}
