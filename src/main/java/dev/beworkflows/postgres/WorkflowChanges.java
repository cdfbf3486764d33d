package dev.beworkflows.postgres;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a connection of its own for workflows that any server saves or deletes. What is announced while nobody listens is lost, so each time that listening begins
 * the listeners are told to look again at all.
 *
 * <p>Not {@code PgSubscriber}: it gives up when its first connection fails, and does not notice a connection that went silent. Its state belongs to its loop, on which the listeners are called.
 */
public final class WorkflowChanges {
    static final String CHANNEL = "bew_workflow";

    private static final Logger LOG = LoggerFactory.getLogger(WorkflowChanges.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration PROBE = Duration.ofSeconds(10);
    private static final Duration PROBE_ANSWER = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final PgConnectOptions address;
    private final EventLoop loop;
    private final List<Consumer<Optional<WorkflowId>>> listeners = new CopyOnWriteArrayList<>();
    private @Nullable PgConnection connection;
    private boolean away;
    private boolean closed;

    private WorkflowChanges(Vertx vertx, DatabaseAddress address) {
        this.vertx = vertx;
        this.address = Database.connectOptions(address);
        this.loop = EventLoop.create(vertx);
    }

    /** Returns at once and connects in the background, again and again while the database is away. */
    public static WorkflowChanges listen(Vertx vertx, DatabaseAddress address) {
        WorkflowChanges changes = new WorkflowChanges(vertx, address);
        changes.loop.run(changes::connect);
        return changes;
    }

    /** Never forgotten. A listener that comes while the connection stands hears of what happens from now on. */
    void add(Consumer<Optional<WorkflowId>> listener) {
        listeners.add(listener);
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
        fresh.notificationHandler(notification -> loop.run(() -> tell(id(notification.getPayload()))));
        fresh.exceptionHandler(failure -> LOG.debug("workflow_changes connection says {}", failure.toString()));
        fresh.closeHandler(nothing -> loop.run(() -> drop(fresh, new IllegalStateException("connection closed"))));
        if (closed) {
            fresh.close().onFailure(this::ignore);
            return;
        }
        loop.bring(fresh.query("LISTEN " + CHANNEL).execute())
                .onComplete(listening -> began(fresh), failure -> drop(fresh, failure));
    }

    private void began(PgConnection fresh) {
        if (away) {
            LOG.info("workflow_changes state=listening next=look at all workflows again");
            away = false;
        }
        tell(Optional.empty());
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
            LOG.warn("workflow_changes state=lost next=retry every {} s cause={}", RETRY.toSeconds(), why.toString());
            away = true;
        }
        var unused = loop.after(RETRY, this::connect);
    }

    private void tell(Optional<WorkflowId> id) {
        if (!closed) {
            listeners.forEach(listener -> listener.accept(id));
        }
    }

    /** Anybody who may connect can write to the channel. */
    private static Optional<WorkflowId> id(String payload) {
        return WorkflowId.isValid(payload) ? Optional.of(new WorkflowId(payload)) : Optional.empty();
    }

    private void ignore(Throwable closing) {
        LOG.debug("workflow_changes connection was closed with {}", closing.toString());
    }
}
