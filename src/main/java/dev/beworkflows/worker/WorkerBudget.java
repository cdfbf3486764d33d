package dev.beworkflows.worker;

import dev.beworkflows.task.WorkerKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** How many workers all pools may have together. One that has nothing to do makes room for one of another pool. Belongs to the pools' loop. */
final class WorkerBudget {

    private final int most;
    private final BiConsumer<WorkerKind, Boolean> occupied;
    private final List<Member> members = new ArrayList<>();

    /** A pool, as far as it concerns the others. */
    interface Member {

        int size();

        /** Since when, by {@link System#nanoTime}, a worker beyond the least number has had nothing to do; empty: none. */
        OptionalLong spareSince();

        /** Stops that worker. */
        void spare();
    }

    /** @param occupied told when a pool of a kind gets its first worker (true), and when it has lost its last one */
    WorkerBudget(int most, BiConsumer<WorkerKind, Boolean> occupied) {
        this.most = most;
        this.occupied = occupied;
    }

    /** A pool got a worker, or lost one. */
    void changed(WorkerKind kind, int before, int now) {
        if ((before == 0) != (now == 0)) {
            occupied.accept(kind, now > 0);
        }
    }

    void add(Member member) {
        members.add(member);
    }

    /** Whether the pool may have one worker more, if need be in the place of another's. */
    boolean hasRoom(Member asking) {
        return size() < most || longestSpare(asking).isPresent();
    }

    /** One worker more will be there. */
    void makeRoom(Member asking) {
        if (size() >= most) {
            longestSpare(asking).ifPresent(Member::spare);
        }
    }

    private int size() {
        return members.stream().mapToInt(Member::size).sum();
    }

    private Optional<Member> longestSpare(Member asking) {
        long now = System.nanoTime();
        return members.stream()
                .filter(member -> member != asking && member.spareSince().isPresent())
                .max(Comparator.comparingLong(
                        member -> now - member.spareSince().orElse(now)));
    }
}
