package dev.beworkflows.environments;

import dev.beworkflows.loop.EventLoop;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The virtual environments of this server: each is built once, for all who ask for the same content, and kept while it is used.
 *
 * <p>Its state belongs to its loop; every method may be called from any thread.
 */
public final class Environments {

    private static final Logger LOG = LoggerFactory.getLogger(Environments.class);
    private static final Duration TOUCH = Duration.ofHours(1);
    private static final Duration TIDY = Duration.ofHours(1);

    private final EventLoop loop;
    private final Interpreters interpreters;
    private final EnvironmentFolder folder;
    private final Resolver resolver;
    private final Builder builder;
    private final Commands commands;
    private final Duration keep;
    private final InstantSource clock;
    private final WorkThreads threads;
    private final Map<EnvironmentId, LiveEnvironment> live = new TreeMap<>(Comparator.comparing(EnvironmentId::value));
    private final Map<EnvironmentSpec, Future<Resolution>> resolving = new HashMap<>();
    private final Map<EnvironmentId, EnvironmentState> states = new ConcurrentHashMap<>();
    private final Map<EnvironmentId, Instant> touched = new ConcurrentHashMap<>();
    private final List<EnvironmentListener> listeners = new CopyOnWriteArrayList<>();
    private boolean closed;

    private Environments(
            EventLoop loop,
            EnvironmentFolder folder,
            EnvironmentSettings settings,
            Interpreters interpreters,
            InstantSource clock) {
        this.loop = loop;
        this.folder = folder;
        this.interpreters = interpreters;
        this.clock = clock;
        this.keep = settings.times().keep();
        this.commands = new Commands(settings, folder.work());
        this.resolver = new Resolver(
                interpreters,
                commands,
                settings.times().resolve(),
                folder.work().resolve("tmp"));
        this.builder = new Builder(folder, commands, settings.times().build());
        this.threads = new WorkThreads(settings.atOnce());
    }

    /**
     * Finds what is there, and removes what an earlier server left behind. Blocks.
     *
     * @param root the folder for environments
     */
    public static Environments open(
            EventLoop loop, Path root, EnvironmentSettings settings, Interpreters interpreters, InstantSource clock)
            throws IOException {
        EnvironmentFolder folder = EnvironmentFolder.open(root.toAbsolutePath());
        Environments environments = new Environments(loop, folder, settings, interpreters, clock);
        environments.load();
        environments.tidyLater();
        return environments;
    }

    /** Told of what becomes ready and what goes, from now on. */
    public void listen(EnvironmentListener listener) {
        listeners.add(listener);
    }

    /** Finds out what a workflow gets; those who ask for the same at the same time share the answer. Fails when an interpreter cannot be asked. */
    public Future<Resolution> resolve(EnvironmentSpec spec) {
        if (spec.isEmpty()) {
            return Future.succeededFuture(new Resolution.Base(Optional.empty()));
        }
        return loop.ask(() -> {
            Future<Resolution> known = resolving.get(spec);
            if (known != null) {
                return known;
            }
            Future<Resolution> fresh = loop.bring(threads.resolve(() -> resolver.resolve(spec)));
            resolving.put(spec, fresh);
            return fresh.onComplete(done -> resolving.remove(spec));
        });
    }

    /** The environment, built when it is not there. Fails with an {@link EnvironmentFailedException} when it cannot be built, at once when that is known. */
    public Future<Environment> ready(Lock lock) {
        return loop.ask(() -> {
            Optional<Interpreter> python = interpreters.find(Optional.of(lock.python()));
            if (python.isEmpty()) {
                return Future.failedFuture(new EnvironmentFailedException(
                        Resolver.noSuchPython(lock.python(), interpreters).message()));
            }
            return ready(lock, python.get());
        });
    }

    /** What an environment of this content is called, if there is such a Python. */
    public Optional<EnvironmentId> id(Lock lock) {
        return interpreters.find(Optional.of(lock.python())).map(lock::id);
    }

    /** How far it is; empty: nobody has asked for it. */
    public Optional<EnvironmentState> state(EnvironmentId id) {
        return Optional.ofNullable(states.get(id));
    }

    public Future<List<EnvironmentInfo>> list() {
        return loop.ask(() -> Future.succeededFuture(
                live.values().stream().map(LiveEnvironment::info).toList()));
    }

    /** How many bytes those take that are there, as they were measured when they were built. */
    public Future<Long> bytes() {
        return list().map(all -> all.stream()
                .flatMap(info -> info.use().stream())
                .mapToLong(EnvironmentInfo.Use::bytes)
                .sum());
    }

    public Future<Optional<EnvironmentInfo>> find(EnvironmentId id) {
        return loop.ask(() -> Future.succeededFuture(known(id).map(LiveEnvironment::info)));
    }

    /** Its events after one of them; empty: there is no such environment. */
    public Future<Optional<EventPage>> events(EnvironmentId id, long after, int limit) {
        return loop.ask(() -> Future.succeededFuture(known(id).map(found -> {
            List<EnvironmentEvent> events = found.log().after(after, limit);
            long last = events.isEmpty() ? after : events.get(events.size() - 1).seq();
            return new EventPage(
                    events, !found.state().isUnderWay() && last >= found.log().last());
        })));
    }

    /** Calls {@code wake} on the loop when there may be more events; the result ends that. */
    public Runnable watch(EnvironmentId id, Runnable wake) {
        loop.run(() -> known(id).ifPresent(found -> found.log().watch(wake)));
        return () -> loop.run(() -> known(id).ifPresent(found -> found.log().unwatch(wake)));
    }

    /** Tries again to build what could not be built; anything else stays as it is. Empty: there is no such environment. */
    public Future<Optional<EnvironmentInfo>> build(EnvironmentId id) {
        return loop.ask(() -> {
            Optional<LiveEnvironment> found = known(id);
            found.filter(one -> one.state() == EnvironmentState.FAILED).ifPresent(this::begin);
            return Future.succeededFuture(found.map(LiveEnvironment::info));
        });
    }

    public Future<Removal> remove(EnvironmentId id) {
        return loop.ask(() -> {
            Optional<LiveEnvironment> found = known(id);
            if (found.isEmpty()) {
                return Future.succeededFuture(Removal.UNKNOWN);
            }
            if (found.get().isInUse() || found.get().state().isUnderWay()) {
                return Future.succeededFuture(Removal.IN_USE);
            }
            return removed(found.get()).map(Removal.REMOVED);
        });
    }

    /** Keeps it from being removed. Empty: it is not there, and must be asked for with {@link #ready}. */
    public Future<Optional<Hold>> hold(Environment environment) {
        if (environment.isBase()) {
            return Future.succeededFuture(Optional.of(new Hold(() -> {})));
        }
        return loop.ask(() -> Future.succeededFuture(known(environment.id())
                .filter(found -> found.state() == EnvironmentState.READY)
                .map(this::hold)));
    }

    /** Says that it was used just now; costs next to nothing. */
    public void used(EnvironmentId id) {
        Instant now = clock.instant();
        Instant last = touched.get(id);
        if (last == null || last.plus(TOUCH).isBefore(now)) {
            touched.put(id, now);
            loop.run(() -> known(id).ifPresent(found -> touch(found, now)));
        }
    }

    /** Ends builds that are under way; they are begun again when somebody asks. */
    public Future<Void> close() {
        return loop.ask(() -> {
            closed = true;
            threads.close();
            return Future.succeededFuture();
        });
    }

    private void load() throws IOException {
        for (EnvironmentRecord record : folder.records()) {
            Optional<Interpreter> python = interpreters
                    .find(Optional.of(record.lock().python()))
                    .filter(now -> now.version().equals(record.python()));
            boolean failed = record.error().isPresent();
            if (python.isPresent() && (failed || folder.isThere(record.id()))) {
                Instant used = folder.lastUsed(record.id(), record.endedAt());
                known(LiveEnvironment.of(record, python.get(), used));
            } else {
                LOG.info("environment={} is removed: its Python {} is gone", record.id(), record.python());
                folder.remove(record.id());
                folder.forget(record.id());
            }
        }
        folder.removeAllBut(live.keySet());
    }

    private Future<Environment> ready(Lock lock, Interpreter python) {
        EnvironmentId id = lock.id(python);
        LiveEnvironment found = live.get(id);
        if (found == null) {
            found = new LiveEnvironment(id, python, lock);
            known(found);
            begin(found);
        } else if (found.state() == EnvironmentState.READY) {
            return Future.succeededFuture(environment(id));
        } else if (found.state() == EnvironmentState.FAILED) {
            return Future.failedFuture(new EnvironmentFailedException(found.error()));
        }
        return found.ending();
    }

    private void begin(LiveEnvironment environment) {
        environment.queued(clock.instant());
        changed(environment);
        Consumer<String> line =
                text -> loop.run(() -> environment.log().add(clock.instant(), EnvironmentEvent.Kind.LOG, text));
        Future<Long> built = threads.build(() -> {
            loop.run(() -> started(environment));
            return builder.build(environment.lock(), environment.python(), line);
        });
        loop.bring(built).onComplete(bytes -> ready(environment, bytes), why -> failed(environment, why));
    }

    private void started(LiveEnvironment environment) {
        environment.started(clock.instant());
        changed(environment);
        LOG.info(
                "environment={} state=building packages={}",
                environment.id(),
                environment.lock().pins().size());
    }

    private void ready(LiveEnvironment environment, long bytes) {
        environment.ready(bytes, clock.instant(), environment(environment.id()));
        changed(environment);
        LOG.info("environment={} state=ready bytes={}", environment.id(), bytes);
        write(environment);
        listeners.forEach(listener -> listener.ready(environment.id()));
    }

    private void failed(LiveEnvironment environment, Throwable why) {
        if (closed) {
            return; // the next server builds it again
        }
        String message = String.valueOf(why.getMessage());
        if (why instanceof Builder.BuildFailed) {
            LOG.warn("environment={} state=failed cause={}", environment.id(), message);
        } else {
            LOG.error("environment={} state=failed", environment.id(), why);
        }
        environment.failed(commands.mask().apply(message), clock.instant());
        changed(environment);
        write(environment);
    }

    private void write(LiveEnvironment environment) {
        EnvironmentRecord record = environment.record();
        report("keep the record of", environment.id(), threads.file(() -> folder.write(record)));
    }

    private Hold hold(LiveEnvironment found) {
        found.held();
        touch(found, clock.instant());
        return new Hold(() -> loop.run(() -> found.released(clock.instant())));
    }

    private void touch(LiveEnvironment found, Instant now) {
        found.used(now);
        report("mark", found.id(), threads.file(() -> folder.used(found.id(), now)));
    }

    /** Its name goes at once, so that it can be built again; its files take longer. */
    private Future<Void> removed(LiveEnvironment environment) {
        EnvironmentId id = environment.id();
        try {
            folder.forget(id);
            Optional<Path> aside = folder.takeAway(id);
            live.remove(id);
            states.remove(id);
            touched.remove(id);
            environment.log().wakeAll();
            listeners.forEach(listener -> listener.removed(id));
            LOG.info("environment={} removed", id);
            return loop.bring(threads.file(() -> folder.delete(aside)));
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
    }

    private void tidyLater() {
        var unused = loop.after(TIDY, () -> {
            if (!closed) {
                tidy();
                tidyLater();
            }
        });
    }

    /** Removes what nobody has used for long; on any thread. */
    void tidy() {
        loop.run(() -> {
            Instant end = clock.instant().minus(keep);
            live.values().stream()
                    .filter(one -> !one.isInUse() && !one.state().isUnderWay())
                    .filter(one -> one.lastUsed().isBefore(end))
                    .toList()
                    .forEach(one -> report("remove", one.id(), removed(one)));
        });
    }

    private void known(LiveEnvironment environment) {
        live.put(environment.id(), environment);
        states.put(environment.id(), environment.state());
    }

    private void changed(LiveEnvironment environment) {
        states.put(environment.id(), environment.state());
    }

    private Optional<LiveEnvironment> known(EnvironmentId id) {
        return Optional.ofNullable(live.get(id));
    }

    private Environment environment(EnvironmentId id) {
        return new Environment(id, folder.python(id));
    }

    private static void report(String what, EnvironmentId id, Future<Void> done) {
        done.onFailure(why -> LOG.warn("cannot {} environment={} cause={}", what, id, why.toString()));
    }
}
