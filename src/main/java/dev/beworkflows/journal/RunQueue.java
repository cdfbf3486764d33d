package dev.beworkflows.journal;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.run.RunId;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The queue of background runs, as one server sees it. Each method is one transaction, timed by the database's clock. A run that was claimed is this server's while it renews its
 * lease; what it writes after it lost the lease is refused.
 *
 * <p>Every method may be called on any event loop; a Future fails when the database cannot be reached, and then nobody knows whether it did what was asked.
 */
public interface RunQueue {

    /**
     * Accepts a run: when this completes with {@link KeyUse.Fresh} it is durable and will be driven to its end.
     *
     * @param run with its first events
     * @param key when it has been used already nothing is accepted, and what it was used for is the answer; {@code taken}: this server took it for this request
     */
    Future<KeyUse> accept(RunHistory run, Placement placement, Optional<IdempotencyKey> key, boolean taken);

    /** Makes a run durable that began without the queue, and this server its owner, under epoch 1. Asking twice is the same as asking once. */
    Future<Void> adopt(RunHistory run, Map<TaskName, TaskOutput> outputs, Placement placement);

    /** Claims runs whose turn it is. */
    Future<List<Claim>> claim(int most);

    /** Whether at least so many runs wait for their turn. */
    Future<Boolean> hasWaiting(int runs);

    /** Claims this run if it waits in the queue. */
    Future<Optional<Claim>> claim(RunId run);

    /** Puts a run that has ended into the queue again, claimed by this server; empty when it has not ended, or was no background run. */
    Future<Optional<Claim>> reopen(RunId run);

    /** Everything about claimed runs; one without events is left out. */
    Future<Map<RunId, StoredRun>> load(List<Claim> claims);

    /**
     * What was written in one transaction.
     *
     * @param runs those that this server owns; for the others nothing was written
     * @param xid of the transaction, unsigned; 0 when nothing was written
     * @param isNext whether everything that was begun before this transaction had ended, and all that was to be written was written by it
     */
    record Written(Set<RunId> runs, long xid, boolean isNext) {
        public Written {
            runs = Set.copyOf(runs);
        }
    }

    /** Writes for many runs in one transaction. Writing the same twice is the same as writing it once. */
    Future<Written> write(List<RunWrite> writes);

    /** A run that this server still owns; {@code cancel} is why somebody wants it cancelled. */
    record Renewal(RunId run, long epoch, Optional<String> cancel) {}

    /** Renews the leases of these runs, as far as this server owns them, and of its idempotency keys. What it was given without hearing of it is not among them, and comes back by itself. */
    Future<List<Renewal>> renew(Set<RunId> runs);

    /** Gives back all runs of this server: of its life before it was stopped the hard way. Returns how many. */
    Future<Integer> reapOwn();

    /** Gives runs back to the queue whose owner did not renew its lease, later with each time; returns how many. */
    Future<Integer> reap();

    /** Asks the owner of a run to cancel it; false when nobody owns it. */
    Future<Boolean> requestCancel(RunId run, String reason);

    /** What the tasks of a background run left that have ended; none of any other run. */
    Future<Map<TaskName, TaskOutput>> outputs(RunId run);

    /** What a background run answered; empty when it has not succeeded. */
    Future<Optional<Buffer>> response(RunId run);

    /** Forgets runs that ended longer ago than this, and as old idempotency keys; returns some of these runs, and none when there are no more. */
    Future<List<RunId>> forget(Duration runs, Duration keys, int most);

    /** Those of these runs that are known. */
    Future<Set<RunId>> known(Set<RunId> runs);

    /** Those of these runs that have succeeded, so that nobody needs their files any more. */
    Future<Set<RunId>> succeeded(Set<RunId> runs);
}
