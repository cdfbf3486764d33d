package dev.beworkflows.environments;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One environment in memory, from when it was first asked for. Belongs to the loop of {@link Environments}. */
final class LiveEnvironment {

    private final EnvironmentId id;
    private final Interpreter python;
    private final Lock lock;
    private final EventLog log;
    private final List<Promise<Environment>> waiting = new ArrayList<>();
    private EnvironmentState state = EnvironmentState.WAITING;
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> endedAt = Optional.empty();
    private Optional<String> error = Optional.empty();
    private long bytes;
    private Instant lastUsed = Instant.EPOCH;
    private int holders;

    LiveEnvironment(EnvironmentId id, Interpreter python, Lock lock) {
        this(id, python, lock, new EventLog(List.of()));
    }

    private LiveEnvironment(EnvironmentId id, Interpreter python, Lock lock, EventLog log) {
        this.id = id;
        this.python = python;
        this.lock = lock;
        this.log = log;
    }

    /** One that was built, or could not be, before this server started. */
    static LiveEnvironment of(EnvironmentRecord record, Interpreter python, Instant lastUsed) {
        LiveEnvironment live = new LiveEnvironment(record.id(), python, record.lock(), new EventLog(record.events()));
        live.state = record.error().isPresent() ? EnvironmentState.FAILED : EnvironmentState.READY;
        live.error = record.error();
        live.startedAt = Optional.of(record.startedAt());
        live.endedAt = Optional.of(record.endedAt());
        live.bytes = record.bytes();
        live.lastUsed = lastUsed;
        return live;
    }

    EnvironmentId id() {
        return id;
    }

    Interpreter python() {
        return python;
    }

    Lock lock() {
        return lock;
    }

    EventLog log() {
        return log;
    }

    EnvironmentState state() {
        return state;
    }

    String error() {
        return error.orElse("");
    }

    Instant lastUsed() {
        return lastUsed;
    }

    /** Completes with the build that is under way, which many may wait for. */
    Future<Environment> ending() {
        Promise<Environment> promise = Promise.promise();
        waiting.add(promise);
        return promise.future();
    }

    void queued(Instant now) {
        startedAt = Optional.empty();
        endedAt = Optional.empty();
        error = Optional.empty();
        become(EnvironmentState.WAITING, now);
    }

    void started(Instant now) {
        startedAt = Optional.of(now);
        become(EnvironmentState.BUILDING, now);
    }

    void ready(long size, Instant now, Environment environment) {
        endedAt = Optional.of(now);
        bytes = size;
        lastUsed = now;
        become(EnvironmentState.READY, now);
        answered().forEach(promise -> promise.complete(environment));
    }

    void failed(String why, Instant now) {
        endedAt = Optional.of(now);
        error = Optional.of(why);
        lastUsed = now;
        become(EnvironmentState.FAILED, now);
        answered().forEach(promise -> promise.fail(new EnvironmentFailedException(why)));
    }

    void used(Instant now) {
        lastUsed = now;
    }

    void held() {
        holders++;
    }

    void released(Instant now) {
        holders--;
        lastUsed = now;
    }

    boolean isInUse() {
        return holders > 0;
    }

    EnvironmentInfo info() {
        Optional<EnvironmentInfo.Use> use = state == EnvironmentState.READY
                ? Optional.of(new EnvironmentInfo.Use(bytes, lastUsed, holders))
                : Optional.empty();
        EnvironmentInfo.Build build = new EnvironmentInfo.Build(startedAt, endedAt, error);
        return new EnvironmentInfo(id, python.version(), lock.pins(), state, build, use);
    }

    EnvironmentRecord record() {
        Instant end = endedAt.orElse(Instant.EPOCH);
        return new EnvironmentRecord(id, python.version(), lock, error, startedAt.orElse(end), end, bytes, log.all());
    }

    private void become(EnvironmentState next, Instant now) {
        state = next;
        log.add(now, EnvironmentEvent.Kind.STATE, next.json());
    }

    private List<Promise<Environment>> answered() {
        List<Promise<Environment>> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }
}
