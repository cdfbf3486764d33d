package dev.beworkflows.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.rpc.ProtocolViolation;
import dev.beworkflows.rpc.RpcException;
import dev.beworkflows.run.DeathCertificate;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.SecretValues;
import dev.beworkflows.task.TaskAttempt;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.task.Workers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker from its start to its death; it has one call at a time. Its state belongs to the pool's loop. */
final class Worker {

    /** Who wants to know. Called on the pool's loop. */
    interface Owner {

        void idle(Worker worker);

        /**
         * The worker is gone.
         *
         * @param finished how many tasks it finished, whatever their outcome
         * @param wasStopped for a time limit, a cancel or what a task left: it did nothing wrong
         */
        void dead(Worker worker, long finished, boolean wasStopped);

        /** The worker should be replaced: see {@link Worker#memory}. */
        void hasGrown(Worker worker);
    }

    /**
     * What a worker is made with, the same for all of a pool.
     *
     * @param names what their names begin with
     */
    record Origin(
            EventLoop loop,
            WorkerConnection.Origin connection,
            String names,
            PoolSettings.Lifetime lifetime,
            PoolHealth health) {}

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final String name;
    private final EventLoop loop;
    private final Owner owner;
    private final PoolHealth health;
    private final WorkerConnection connection;
    private final OutputFirst outputFirst;
    private final CallbackDispatch callbacks = new CallbackDispatch();
    private final Set<String> knownCode = new HashSet<>();
    private WorkerState state = new WorkerState.Starting();
    private long finished;
    private final MemoryUse memory;
    private final WorkerSettings settings;
    private final MemoryWatch watch;
    private final long bornAt = System.nanoTime();
    private Instant since = Instant.now();
    private Optional<WorkerDeath> unwanted = Optional.empty();

    /** @param number what its name ends with */
    Worker(String number, Owner owner, Origin origin) {
        this.name = origin.names() + number;
        this.loop = origin.loop();
        this.owner = owner;
        this.health = origin.health();
        this.settings = origin.connection().settings();
        this.watch = origin.connection().memoryWatch();
        this.connection = WorkerConnection.open(name, origin.connection(), callbacks);
        this.outputFirst = new OutputFirst(name, loop, connection);
        this.memory = new MemoryUse(connection::pid, origin.lifetime().growthBytes(), new Watched());
        watch.add(memory);
        loop.bring(connection.ready()).onSuccess(ready -> started()).onFailure(this::failedToStart);
        loop.bring(connection.gone()).onSuccess(this::died);
        long unused = loop.after(settings.limits().start(), this::startTooSlow);
    }

    String name() {
        return name;
    }

    WorkerState state() {
        return state;
    }

    private void become(WorkerState next) {
        state = next;
        since = Instant.now();
    }

    MemoryUse memory() {
        return memory;
    }

    /** Looks at its memory at once. */
    Future<Void> look() {
        return loop.bring(watch.look(memory));
    }

    long finished() {
        return finished;
    }

    Duration lived() {
        return Duration.ofNanos(System.nanoTime() - bornAt);
    }

    Workers.Status status(String environment) {
        Optional<TaskCall> call = call();
        return new Workers.Status(
                name,
                environment,
                connection.pid(),
                WorkerCounts.word(state.getClass()),
                since,
                call.map(Workers.Work::of),
                finished,
                memory.memory().residentBytes(),
                memory.memory().peakBytes());
    }

    private Optional<TaskCall> call() {
        if (state instanceof WorkerState.Busy busy) {
            return Optional.of(busy.pending().call());
        }
        return state instanceof WorkerState.Stopping stopping
                ? Optional.of(stopping.pending().call())
                : Optional.empty();
    }

    /** What the watch sees, brought to the loop. */
    private final class Watched implements MemoryUse.Listener {

        @Override
        public void hasTooMuch(long turn, long limit, DeathCertificate.Memory has) {
            loop.later(() -> {
                if (state instanceof WorkerState.Busy busy && memory.turn() == turn) {
                    stop(busy.pending(), CallFailures.outOfMemory(busy.pending().call(), limit, has));
                }
            });
        }

        @Override
        public void hasGrown() {
            loop.later(() -> owner.hasGrown(Worker.this));
        }
    }

    boolean isIdle() {
        return state instanceof WorkerState.Idle;
    }

    /** Gives an idle worker a call. */
    void assign(PendingCall pending) {
        if (!isIdle()) {
            throw new IllegalStateException(name + " is " + state);
        }
        become(new WorkerState.Busy(pending));
        TaskCall call = pending.call();
        pending.started().accept(connection.pid()); // before the worker can say anything
        try {
            send(pending);
        } catch (RuntimeException e) {
            LOG.error(
                    "worker={} run={} task={} the call could not be sent",
                    name,
                    call.run().id(),
                    call.task(),
                    e);
            connection.kill(); // died() ends the call
        }
        limit(pending);
    }

    private void send(PendingCall pending) {
        List<TaskAttempt> chain = pending.chain();
        ObjectNode params = RunTaskJson.write(chain, knownCode::add);
        Future<JsonNode> answer = connection.call(
                "run_task",
                params,
                pending.call().secrets(),
                chain.stream().map(Worker::log).toList(),
                pending.call().limits().output().orElse(Long.MAX_VALUE),
                id -> callbacks.begin(
                        id,
                        chain.stream().map(TaskAttempt::callbacks).toList(),
                        result -> outputFirst.attemptEnded(() -> advanced(pending, result))));
        answer.onSuccess(result -> outputFirst.answered(() -> answered(pending, result)))
                .onFailure(error -> loop.later(() -> lost(error)));
    }

    private static Consumer<String> log(TaskAttempt attempt) {
        return attempt.callbacks()::log;
    }

    /** An attempt of the chain succeeded, and the next one has begun. */
    private void advanced(PendingCall pending, JsonNode result) {
        if (!(state instanceof WorkerState.Busy busy) || busy.pending() != pending) {
            return;
        }
        if (read(result, pending) instanceof TaskOutcome.Succeeded succeeded) {
            finished++;
            health.finished(pending.call());
            pending.advance(succeeded);
            limit(pending);
        } else {
            LOG.warn("worker={} broke the protocol, killing it: task_ended without success", name);
            connection.kill(); // died() ends the call
        }
    }

    private void limit(PendingCall pending) {
        TaskCall call = pending.call();
        memory.begin(mostMemory(call));
        pending.enter(
                () -> stop(pending, new TaskOutcome.Cancelled()),
                call.limits().timeout(),
                () -> stop(pending, CallFailures.timedOut(call)));
    }

    private long mostMemory(TaskCall call) {
        long most = settings.limits().resources().memoryBytes();
        long wanted = call.limits().memory().orElse(most);
        return most == 0 ? wanted : Math.min(most, wanted);
    }

    /** Lets an idle worker load code that it does not know; it is idle again afterwards, or killed when that takes too long. */
    void load(List<CodeUnit> code, Duration limit) {
        become(new WorkerState.Loading());
        Future<JsonNode> answer =
                connection.call("load_code", RunTaskJson.load(code), SecretValues.NONE, List.of(), 0, id -> {});
        long timer = loop.after(limit, connection::kill);
        answer.onSuccess(loaded -> outputFirst.answered(() -> {
                    loop.cancel(timer);
                    code.forEach(unit -> knownCode.add(unit.id()));
                    loaded();
                }))
                .onFailure(why -> loop.run(() -> {
                    loop.cancel(timer);
                    connection.kill();
                }));
    }

    private void loaded() {
        if (state instanceof WorkerState.Loading) {
            become(new WorkerState.Idle());
            owner.idle(this);
        }
    }

    /** What of the code it has never been sent. */
    List<CodeUnit> unknownOf(List<CodeUnit> code) {
        return code.stream().filter(unit -> !knownCode.contains(unit.id())).toList();
    }

    /** Kills the worker for good; a call that it has ends as lost. */
    void kill() {
        kill(WorkerDeath.STOPPED);
    }

    /** The same, for another reason. */
    void kill(WorkerDeath why) {
        unwanted = Optional.of(why);
        watch.remove(memory);
        connection.kill();
    }

    private void stop(PendingCall pending, TaskOutcome because) {
        if (state instanceof WorkerState.Busy busy && busy.pending() == pending) {
            LOG.info(
                    "worker={} run={} task={} {}, killing it",
                    name,
                    pending.call().run().id(),
                    pending.call().task(),
                    because.getClass().getSimpleName());
            become(new WorkerState.Stopping(pending, because));
            connection.kill();
        }
    }

    private void answered(PendingCall pending, JsonNode result) {
        callbacks.end();
        finish(pending, result);
    }

    private void lost(Throwable error) {
        callbacks.end();
        if (error instanceof RpcException refused) {
            LOG.warn("worker={} refused a call, killing it: {}", name, refused.getMessage());
        }
        connection.kill(); // died() ends the call
    }

    private void finish(PendingCall pending, JsonNode result) {
        if (state instanceof WorkerState.Busy busy && busy.pending() == pending) {
            TaskOutcome outcome = read(result, pending);
            if (outcome == null) {
                connection.kill(); // died() ends the call
                return;
            }
            finished++;
            memory.end();
            String ends = result.path("ends").asText("");
            health.finished(pending.call());
            if (ends.isEmpty()) {
                become(new WorkerState.Idle());
                owner.idle(this); // first, so that a task that follows at once may come to this warm worker
            } else {
                spend(pending.call(), ends);
            }
            pending.end(outcome);
        }
    }

    /** The task left what cannot be undone: it ends with its worker, and nobody has done wrong. */
    private void spend(TaskCall call, String why) {
        LOG.info(
                "worker={} run={} task={} left something behind next=another worker: {}",
                name,
                call.run().id(),
                call.task(),
                call.secrets().masked(why));
        become(new WorkerState.Spent());
        connection.kill();
    }

    private @Nullable TaskOutcome read(JsonNode result, PendingCall pending) {
        try {
            return RunTaskResult.read(result, pending);
        } catch (ProtocolViolation e) {
            LOG.warn("worker={} broke the protocol, killing it: {}", name, e.getMessage());
            return null;
        }
    }

    private void started() {
        if (state instanceof WorkerState.Starting) {
            become(new WorkerState.Idle());
            health.started();
            owner.idle(this);
        }
    }

    private void failedToStart(Throwable error) {
        if (unwanted.isEmpty() && state instanceof WorkerState.Starting) {
            LOG.error("worker={} did not start, trying again: {}", name, error.getMessage());
            health.failedToStart(String.valueOf(error.getMessage()));
            connection.kill();
        }
    }

    private void startTooSlow() {
        if (state instanceof WorkerState.Starting) {
            LOG.error("worker={} pid={} did not answer in time, killing it", name, connection.pid());
            connection.kill();
        }
    }

    private void died(WorkerProcess.Death death) {
        WorkerState before = state;
        Optional<TaskCall> call = call();
        become(new WorkerState.Dead());
        watch.remove(memory);
        callbacks.end();
        WorkerDeath how = WorkerDeath.of(before, unwanted);
        DeathCertificate certificate = certificate(death, call, health.died(how, call));
        if (how.isNotable()) {
            health.certified(how, call, certificate);
        }
        if (before instanceof WorkerState.Busy busy) {
            busy.pending().end(CallFailures.lost(busy.pending().call(), certificate));
        } else if (before instanceof WorkerState.Stopping stopping) {
            stopping.pending().end(CallFailures.certified(stopping.because(), certificate));
        }
        boolean isBlameless = before.isEndWithoutFault()
                || before instanceof WorkerState.Busy; // its code is to blame, which crash loops look after
        owner.dead(this, finished, isBlameless);
    }

    private DeathCertificate certificate(WorkerProcess.Death death, Optional<TaskCall> call, int thisHour) {
        SecretValues secrets = call.map(TaskCall::secrets).orElse(SecretValues.NONE);
        return new DeathCertificate(
                name,
                connection.pid(),
                secrets.masked(death.inWords()),
                death.exit().code(),
                memory.memory(),
                lived(),
                finished,
                call.isPresent() || finished == 0 ? connection.lastOutput() : "", // else it could be another task's
                thisHour);
    }
}
