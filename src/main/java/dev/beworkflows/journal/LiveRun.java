package dev.beworkflows.journal;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of a run that has not ended, numbered, timed and folded. Its state belongs to the journal's loop. */
final class LiveRun {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRun.class);

    private static final int CHARACTERS_PER_EVENT = 300;

    private final InstantSource clock;
    private final OutputBound bound;
    private final MessageRate rate;
    private final List<RunEvent> events = new ArrayList<>();
    private final long requestCharacters;
    private Run run;

    /** @throws IllegalStateException when no run begins so */
    LiveRun(Happening first, JournalLimits limits, InstantSource clock) {
        this.clock = clock;
        this.bound = new OutputBound(limits);
        this.rate = new MessageRate(limits.messagesPerSecond());
        RunEvent event = new RunEvent(1, now(Instant.MIN), first);
        this.run = Run.accepted(event);
        this.requestCharacters = JsonWeight.of(run.header().request());
        events.add(event);
    }

    /**
     * A run that is stored goes on.
     *
     * @throws IllegalStateException when these are not the events of a run
     */
    LiveRun(List<RunEvent> stored, JournalLimits limits, InstantSource clock) {
        this.clock = clock;
        this.bound = new OutputBound(limits);
        this.rate = new MessageRate(limits.messagesPerSecond());
        this.run = Run.of(stored);
        this.requestCharacters = JsonWeight.of(run.header().request());
        events.addAll(stored);
        stored.forEach(event -> bound.count(event.happening()));
    }

    /** What cannot happen to the run now is logged and changes nothing, but an end that cannot happen ends the run as failed. */
    void append(Happening happening) {
        try {
            add(happening);
        } catch (IllegalStateException e) {
            LOG.error("run={} next=ignore {}", run.header().id(), happening.getClass(), e);
            if (happening.endsRun()) {
                // it would stay for ever
                record(contradiction("the run's events contradict each other: " + e.getMessage()));
            }
        }
    }

    /** @throws IllegalStateException when this cannot happen to the run now; nothing has changed then */
    private void add(Happening happening) {
        if (happening instanceof Happening.Message message && !rate.allows(message.task(), clock.instant())) {
            Run unused = run.apply(next(message));
            return;
        }
        rate.dropped(happening).ifPresent(this::record);
        RunEvent event = next(happening);
        Run after = run.apply(event);
        if (after.status().isFinal()) {
            bound.notice(run).ifPresent(this::record);
            record(happening);
            return;
        }
        Optional<Happening> fitting = bound.fitting(happening, events.size());
        if (fitting.isPresent() && fitting.get() == happening) {
            keep(event, after);
        } else {
            fitting.ifPresent(this::record);
        }
    }

    Run run() {
        return run;
    }

    /** At most so many events after one. */
    List<RunEvent> events(long after, int limit) {
        int from = (int) Math.min(after, events.size());
        return List.copyOf(events.subList(from, (int) Math.min(events.size(), (long) from + limit)));
    }

    RunHistory history() {
        return new RunHistory(run, events);
    }

    /** Roughly what it holds, for bounds on memory. */
    long characters() {
        return requestCharacters + bound.characters() + (long) CHARACTERS_PER_EVENT * events.size();
    }

    private static Happening contradiction(String why) {
        return new Happening.Failed(Failure.of(FailureKind.INTERNAL, Optional.empty(), why));
    }

    private void record(Happening happening) {
        RunEvent event = next(happening);
        keep(event, run.apply(event));
    }

    private void keep(RunEvent event, Run after) {
        events.add(event);
        run = after;
    }

    private RunEvent next(Happening happening) {
        return new RunEvent(run.lastSeq() + 1, now(events.get(events.size() - 1).at()), happening);
    }

    /** In microseconds, which is what the database keeps; never before the event before, whatever happens to the clock. */
    private Instant now(Instant before) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return now.isBefore(before) ? before : now;
    }
}
