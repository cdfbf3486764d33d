package dev.beworkflows.worker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** How many workers all pools may have together. One that has nothing to do makes room for one of another pool. Belongs to the pools' loop. */
final class WorkerBudget {

    private final int most;
    private final List<Member> members = new ArrayList<>();

    /** A pool, as far as it concerns the others. */
    interface Member {

        int size();

        /** Since when, by {@link System#nanoTime}, a worker beyond the least number has had nothing to do; empty: none. */
        OptionalLong spareSince();

        /** Stops that worker. */
        void spare();
    }

    WorkerBudget(int most) {
        this.most = most;
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
