package dev.beworkflows.worker;

import dev.beworkflows.task.WorkerKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The slots of a pool: as many as there are always, and further ones, which come and go as {@link SizeWatch} and {@link WorkerBudget} say. Belongs to the pool's loop. */
final class Slots implements SizeWatch.Pool, WorkerBudget.Member {

    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);

    private final Worker.Origin origin;
    private final WorkerKind kind;
    private final int least;
    private final WorkerBudget budget;
    private final Warmings warmings;
    private final Dispatcher dispatcher;
    private final List<Slot> all = new ArrayList<>();
    private int numbers;
    private int joined;
    private boolean closed;

    /** @param least as many are there always */
    Slots(
            Worker.Origin origin,
            WorkerKind kind,
            int least,
            WorkerBudget budget,
            Warmings warmings,
            Dispatcher dispatcher) {
        this.origin = origin;
        this.kind = kind;
        this.least = least;
        this.budget = budget;
        this.warmings = warmings;
        this.dispatcher = dispatcher;
    }

    /** Makes those that are always there. */
    void fill() {
        budget.add(this);
        for (int number = 1; number <= least; number++) {
            add().join();
        }
    }

    private Slot add() {
        numbers++;
        Slot slot = new Slot(numbers, origin, warmings, dispatcher, this);
        all.add(slot);
        budget.changed(kind, all.size() - 1, all.size());
        return slot;
    }

    /** The slot is no more. */
    void drop(Slot slot) {
        all.remove(slot);
        budget.changed(kind, all.size() + 1, all.size());
    }

    /** A slot takes part from now on. */
    void joined() {
        joined++;
        dispatcher.line().workers(joined);
    }

    /** The workers that are in their slots. */
    List<Worker> inPlace() {
        return all.stream().map(Slot::worker).toList();
    }

    /** All workers, successors included. */
    Stream<Worker> workers() {
        return all.stream().flatMap(Slot::workers);
    }

    boolean isReplacing() {
        return all.stream().anyMatch(Slot::isReplacing);
    }

    /** Whether nobody would miss a slot that does not take part yet. */
    boolean canDropOne() {
        return all.size() > least && dispatcher.line().isEmpty();
    }

    @Override
    public int size() {
        return all.size();
    }

    @Override
    public boolean isSettled() {
        return joined == all.size() && !closed;
    }

    @Override
    public WaitingLine.Need need(Duration patience) {
        return closed ? WaitingLine.Need.NONE : dispatcher.line().need(System.nanoTime(), patience);
    }

    @Override
    public boolean hasRoom() {
        return !closed && budget.hasRoom(this);
    }

    @Override
    public void grow() {
        budget.makeRoom(this);
        Slot unused = add();
        LOG.info(
                "pool={} workers={} waiting={} next=start one more",
                origin.names(),
                all.size(),
                dispatcher.line().size());
    }

    @Override
    public void shrink(Duration idle) {
        OptionalLong since = spareSince();
        if (since.isPresent() && !closed && System.nanoTime() - since.getAsLong() > idle.toNanos()) {
            spare();
        }
    }

    @Override
    public OptionalLong spareSince() {
        Optional<Slot> longest = dispatcher.longestIdle();
        return longest.isPresent() && all.size() > least
                ? OptionalLong.of(longest.get().idleSince())
                : OptionalLong.empty();
    }

    @Override
    public void spare() {
        dispatcher.longestIdle().ifPresent(slot -> {
            retire(slot);
            LOG.info("pool={} workers={} one had nothing to do next=it was stopped", origin.names(), all.size());
        });
    }

    private void retire(Slot slot) {
        boolean unused = dispatcher.withdraw(slot);
        drop(slot);
        joined--;
        dispatcher.line().workers(joined);
        slot.stop();
    }

    /** Kills all workers; no others follow. */
    void close() {
        closed = true;
        all.forEach(Slot::stop);
    }
}
