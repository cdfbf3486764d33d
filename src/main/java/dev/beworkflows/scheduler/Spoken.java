package dev.beworkflows.scheduler;

import dev.beworkflows.run.Happening;
import java.util.ArrayList;
import java.util.List;

/** What an interceptor says and prints, kept until there is a run that it can be part of; the first so many pieces of it. Thread safe. */
final class Spoken {
    private static final int MOST = 1_000;

    private final List<Happening> happenings = new ArrayList<>();

    synchronized void add(Happening happening) {
        if (happenings.size() < MOST) {
            happenings.add(happening);
        }
    }

    synchronized List<Happening> all() {
        return List.copyOf(happenings);
    }
}
