package dev.beworkflows.postgres;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.RunId;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a connection of its own for what any server announces: workflows that were saved or deleted, runs that were queued, written or shall be cancelled. What is announced while
 * nobody listens is lost, so each time that listening begins the listeners are told to look again at all; and everybody who listens looks from time to time anyway.
 *
 * <p>Not {@code PgSubscriber}: it gives up when its first connection fails, and does not notice a connection that went silent. Its state belongs to its loop, on which the listeners are called.
 */
public final class Notifications {
    private static final String WORKFLOW = "bew_workflow";
    private static final String QUEUE = "bew_queue";
    private static final String RUN = "bew_run";
    private static final String CANCEL = "bew_cancel";
    private static final String KEY = "bew_key";
    private static final String SECRET = "bew_secret";
    private static final String SCHEDULE = "bew_schedule";

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final Duration PROBE_ANSWER = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final PgConnectOptions address;
    private final EventLoop loop;
    private final Map<String, List<Consumer<String>>> listeners = new ConcurrentHashMap<>();
    private @Nullable PgConnection connection;
    private boolean away;
    private boolean closed;

    private Notifications(Vertx vertx, DatabaseAddress address) {
        this.vertx = vertx;
        this.address = Database.connectOptions(address);
        this.loop = EventLoop.create(vertx);
    }

    /** Returns at once and connects in the background, again and again while the database is away. */
    public static Notifications listen(Vertx vertx, DatabaseAddress address) {
        Notifications changes = new Notifications(vertx, address);
        changes.loop.run(changes::connect);
        return changes;
    }

    /** Calls the listener with a workflow that changed, or with none when any may have. Never forgotten, like all listeners. */
    public void onWorkflow(Consumer<Optional<WorkflowId>> listener) {
        on(WORKFLOW, payload -> listener.accept(workflow(payload)));
    }

    /** Calls the listener when there may be something to claim. */
    public void onQueue(Runnable listener) {
        on(QUEUE, payload -> listener.run());
    }

    /** Calls the listener with runs of which something was written, or with none when it may be any. */
    public void onRun(Consumer<Set<RunId>> listener) {
        on(RUN, payload -> listener.accept(runs(payload)));
    }

    /** Calls the listener when somebody wants a run cancelled. */
    public void onCancel(Runnable listener) {
        on(CANCEL, payload -> listener.run());
    }

    /** Calls the listener when a key or a session may have changed. */
    public void onKey(Runnable listener) {
        on(KEY, payload -> listener.run());
    }

    /** Calls the listener when a secret may have changed. */
    public void onSecret(Runnable listener) {
        on(SECRET, payload -> listener.run());
    }

    /** Calls the listener when a schedule may have changed. */
    public void onSchedule(Runnable listener) {
        on(SCHEDULE, payload -> listener.run());
    }

    private void on(String channel, Consumer<String> listener) {
        listeners.computeIfAbsent(channel, none -> new CopyOnWriteArrayList<>()).add(listener);
    }

    /** Nothing is told after this completes. */
    public Future<Void> close() {
        var done = loop.<Void>promiseForCaller();
        loop.run(() -> {
            closed = true;
            PgConnection open = connection;
            Future<Void> closing = open == null ? Future.succeededFuture() : open.close();
            closing.onComplete(result -> done.complete());
        });
        return done.future();
    }

    private void connect() {
        if (!closed) {
            loop.bring(PgConnection.connect(vertx, address)).onComplete(this::subscribe, this::lost);
        }
    }

    private void subscribe(PgConnection fresh) {
        connection = fresh;
        fresh.notificationHandler(
                notification -> loop.run(() -> tell(notification.getChannel(), notification.getPayload())));
        fresh.exceptionHandler(failure -> LOG.debug("notifications connection says {}", failure.toString()));
        fresh.closeHandler(nothing -> loop.run(() -> drop(fresh, new IllegalStateException("connection closed"))));
        if (closed) {
            fresh.close().onFailure(this::ignore);
            return;
        }
        loop.bring(fresh.query(
                                "LISTEN bew_workflow; LISTEN bew_queue; LISTEN bew_run; LISTEN bew_cancel; LISTEN bew_key; LISTEN bew_secret; LISTEN bew_schedule")
                        .execute())
                .onComplete(listening -> began(fresh), failure -> drop(fresh, failure));
    }

    private void began(PgConnection fresh) {
        if (away) {
            LOG.info("notifications state=listening next=look at everything again");
            away = false;
        }
        listeners.keySet().forEach(channel -> tell(channel, ""));
        probeLater(fresh);
    }

    private void probeLater(PgConnection fresh) {
        var unused = loop.after(PROBE, () -> probe(fresh));
    }

    /** A connection whose other end went away without a word looks like one on which nothing happens. */
    private void probe(PgConnection fresh) {
        if (connection == fresh && !closed) {
            loop.bring(fresh.query("SELECT 1").execute().timeout(PROBE_ANSWER.toMillis(), TimeUnit.MILLISECONDS))
                    .onComplete(alive -> probeLater(fresh), failure -> drop(fresh, failure));
        }
    }

    private void drop(PgConnection broken, Throwable why) {
        if (connection == broken) {
            connection = null;
            broken.close().onFailure(this::ignore);
            lost(why);
        }
    }

    private void lost(Throwable why) {
        if (closed) {
            return;
        }
        if (!away) {
            LOG.warn("notifications state=lost next=retry every {} s cause={}", RETRY.toSeconds(), why.toString());
            away = true;
        }
        var unused = loop.after(RETRY, this::connect);
    }

    private void tell(String channel, String payload) {
        if (!closed) {
            listeners.getOrDefault(channel, List.of()).forEach(listener -> listener.accept(payload));
        }
    }

    /** Anybody who may connect can write to the channel. */
    private static Optional<WorkflowId> workflow(String payload) {
        return WorkflowId.isValid(payload) ? Optional.of(new WorkflowId(payload)) : Optional.empty();
    }

    private static Set<RunId> runs(String payload) {
        try {
            return Arrays.stream(payload.split(",")).map(RunId::parse).collect(Collectors.toSet());
        } catch (IllegalArgumentException e) {
            return Set.of();
        }
    }

    private void ignore(Throwable closing) {
        LOG.debug("notifications connection was closed with {}", closing.toString());
    }
}
