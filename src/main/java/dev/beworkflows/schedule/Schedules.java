package dev.beworkflows.schedule;

import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.journal.IdempotencyKeys;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.schedule.ScheduleStore.Due;
import dev.beworkflows.schedule.ScheduleStore.Outcome;
import dev.beworkflows.scheduler.RunStarter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires what is due. Each server looks for it; that one time becomes one run is up to {@link Firing}, that a schedule moves on once to a condition in the database. A server that dies
 * between the two leaves a schedule that is still due, and whoever looks next finds the run under its key.
 *
 * <p>Its state belongs to its loop; {@link #look} may be called on any thread.
 */
public final class Schedules {

    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
    private static final int AT_ONCE = 100;

    /**
     * @param poll how often to look, whatever is heard
     * @param grace how late a time may be before it counts as missed
     */
    public record Timing(Duration poll, Duration grace) {}

    private final EventLoop loop;
    private final ScheduleStore store;
    private final Firing firing;
    private final Timing timing;
    private final Set<ScheduleId> underWay = new HashSet<>();
    private final Promise<Void> ended = Promise.promise();
    private boolean looking;
    private boolean again;
    private boolean closed;

    public Schedules(
            EventLoop loop,
            ScheduleStore store,
            Definitions definitions,
            RunStarter starter,
            IdempotencyKeys keys,
            Timing timing) {
        this.loop = loop;
        this.store = store;
        this.firing = new Firing(definitions, starter, keys);
        this.timing = timing;
    }

    /** Looks from now on. */
    public void begin() {
        store.onChange(this::look);
        loop.run(this::poll);
    }

    private void poll() {
        if (!closed) {
            look();
            long unused = loop.after(timing.poll(), this::poll);
        }
    }

    /** Something may be due. */
    public void look() {
        loop.run(() -> {
            if (looking) {
                again = true;
            } else if (!closed && underWay.size() < AT_ONCE) {
                looking = true;
                loop.bring(store.due(AT_ONCE - underWay.size(), Set.copyOf(underWay)))
                        .onComplete(this::found, this::notFound);
            }
        });
    }

    /** Nothing is fired any more; completes when what is under way has ended. */
    public Future<Void> close() {
        Promise<Void> done = loop.promiseForCaller();
        loop.run(() -> {
            closed = true;
            endWhenIdle();
            ended.future().onComplete(done);
        });
        return done.future();
    }

    private void found(List<Due> due) {
        looking = false;
        due.forEach(this::take);
        endWhenIdle();
        if (again) {
            again = false;
            look();
        }
    }

    private void notFound(Throwable why) {
        looking = false;
        LOG.warn("schedules cannot be looked at next=retry in {} cause={}", timing.poll(), why.toString());
        endWhenIdle();
    }

    private void take(Due due) {
        ScheduleId id = due.schedule().id();
        if (closed || !underWay.add(id)) {
            return;
        }
        loop.bring(Future.succeededFuture(due).compose(this::turn)).onComplete(moved -> {
            underWay.remove(id);
            endWhenIdle();
            if (moved.succeeded() && moved.result()) {
                look();
            } else if (moved.failed()) {
                LOG.warn("schedule={} cannot be fired next=retry cause={}", id, String.valueOf(moved.cause()));
            }
        });
    }

    /** True: the schedule has moved, so that there may be more to do. */
    private Future<Boolean> turn(Due due) {
        Schedule schedule = due.schedule();
        Turn turn = Turn.of(schedule, due.now(), timing.grace());
        if (turn instanceof Turn.Settle settle) {
            LOG.warn(
                    "schedule={} missed={} until={} too_many={} next={}",
                    schedule.id(),
                    schedule.plan().missed().json(),
                    settle.until(),
                    settle.isTooMany(),
                    settle.next());
            return store.settle(schedule, settle.next(), settle.until());
        }
        Turn.Fire fire = (Turn.Fire) turn;
        return firing.fire(schedule, fire.due())
                .compose(outcome ->
                        outcome.isPresent() ? fired(schedule, fire, outcome.get()) : Future.succeededFuture(false));
    }

    private Future<Boolean> fired(Schedule schedule, Turn.Fire fire, Outcome outcome) {
        return store.fired(schedule, outcome, fire.next()).onSuccess(moved -> {
            if (moved) {
                LOG.info("schedule={} due={} {} next={}", schedule.id(), fire.due(), outcome, fire.next());
            }
        });
    }

    private void endWhenIdle() {
        if (closed && !looking && underWay.isEmpty()) {
            boolean unused = ended.tryComplete();
        }
    }
}
