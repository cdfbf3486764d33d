package dev.beworkflows.worker;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.Room;
import dev.beworkflows.task.TaskAttempt;
import dev.beworkflows.task.TaskExecution;
import dev.beworkflows.task.TaskExecutor;
import dev.beworkflows.task.WorkerKind;
import dev.beworkflows.task.Workers;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A pool for each kind of worker. That of the server's own interpreter always has workers; the others get their first with their first call, or before a
 * version that needs them is called, and lose the last one when nobody calls.
 *
 * <p>May be used from any thread.
 */
public final class WorkerPools implements TaskExecutor, Room, Workers {

    private final EventLoop loop;
    private final WorkerHost host;
    private final PoolSettings settings;
    private final WorkerBudget budget;
    private final Map<WorkerKind, WorkerPool> pools = new ConcurrentHashMap<>();
    private final Map<WorkflowId, WorkerPool> called = new ConcurrentHashMap<>();
    private final WorkerPool base;

    private WorkerPools(
            EventLoop loop,
            WorkerHost host,
            PoolSettings settings,
            int most,
            BiConsumer<WorkerKind, Boolean> occupied) {
        this.loop = loop;
        this.host = host;
        this.settings = settings;
        this.budget = new WorkerBudget(most, occupied);
        this.base = pool(WorkerKind.BASE);
    }

    /**
     * Starts the workers of the server's own interpreter.
     *
     * @param settings of each pool; the least number is for the one of the server's own interpreter
     * @param most how many workers all pools may have together
     * @param occupied told, on the loop, when there is a first worker of a kind (true), and when its last one is gone
     */
    public static WorkerPools start(
            EventLoop loop,
            WorkerHost host,
            PoolSettings settings,
            int most,
            BiConsumer<WorkerKind, Boolean> occupied) {
        return new WorkerPools(loop, host, settings, most, occupied);
    }

    /** Succeeds when the first worker is ready; fails when none comes up. */
    public Future<Void> ready() {
        return base.ready();
    }

    @Override
    public TaskExecution execute(List<TaskAttempt> chain, LongConsumer started) {
        return poolOf(chain).execute(chain, started);
    }

    /** Executes tasks of background runs: they have some of the workers only, so that a foreground call never waits for hours of work. */
    public TaskExecutor background() {
        return (chain, started) -> poolOf(chain).background().execute(chain, started);
    }

    private WorkerPool poolOf(List<TaskAttempt> chain) {
        WorkerPool pool = pool(known(chain.get(0).call().worker()));
        WorkflowId workflow = chain.get(0).call().run().version().workflow();
        if (called.get(workflow) != pool) {
            called.put(workflow, pool);
        }
        return pool;
    }

    /** Where every worker may reach the network, those that ask for it are no kind of their own. */
    private WorkerKind known(WorkerKind kind) {
        return host.cutsNetwork() ? kind : kind.withNetwork(false);
    }

    private WorkerPool pool(WorkerKind kind) {
        WorkerPool pool = pools.get(kind);
        return pool != null ? pool : pools.computeIfAbsent(kind, this::start);
    }

    private WorkerPool start(WorkerKind kind) {
        PoolSettings own = kind.equals(WorkerKind.BASE) ? settings : settings.fromNone();
        return WorkerPool.start(loop, host, own, kind, budget);
    }

    /** As the pool says in which the workflow was called last. */
    @Override
    public Optional<NoRoom> refusal(WorkflowId workflow) {
        WorkerPool pool = called.get(workflow);
        return pool == null ? Optional.empty() : pool.refusal(workflow);
    }

    /** Lets the workers of a kind load code before calls of it come; starts one when there is none. See {@link WorkerPool#warm}. */
    public Future<Void> warm(WorkerKind kind, List<CodeUnit> code) {
        return pool(known(kind)).warm(code);
    }

    public Future<WorkerCounts> counts() {
        List<Future<WorkerCounts>> counts = new ArrayList<>();
        pools.values().forEach(pool -> counts.add(pool.counts()));
        return Future.all(counts).map(all -> WorkerCounts.sum(all.list()));
    }

    @Override
    public Future<List<Status>> all() {
        List<Future<List<Status>>> all = new ArrayList<>();
        pools.values().forEach(pool -> all.add(pool.all()));
        return Future.all(all)
                .map(done -> joined(done.<List<Status>>list())
                        .sorted(Comparator.comparing(Status::name))
                        .toList());
    }

    @Override
    public Future<List<Death>> deaths() {
        List<Future<List<Death>>> deaths = new ArrayList<>();
        pools.values().forEach(pool -> deaths.add(pool.deaths()));
        return Future.all(deaths)
                .map(done -> joined(done.<List<Death>>list())
                        .sorted(Comparator.comparing(Death::at).reversed())
                        .limit(Deaths.KEPT)
                        .toList());
    }

    private static <T> Stream<T> joined(List<List<T>> lists) {
        return lists.stream().flatMap(List::stream);
    }

    /** Kills all workers; calls that they have end as lost, and so do later ones. */
    public Future<Void> close() {
        List<Future<Void>> closed = new ArrayList<>();
        pools.values().forEach(pool -> closed.add(pool.close()));
        return Future.all(closed).mapEmpty();
    }
}
