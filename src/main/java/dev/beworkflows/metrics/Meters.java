package dev.beworkflows.metrics;

import dev.beworkflows.http.HttpMeters;
import dev.beworkflows.journal.EndedRuns;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.task.TaskExecutor;
import dev.beworkflows.workflow.Mode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.spi.VertxMetricsFactory;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All meters of a server. */
public final class Meters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Meters.class);
    /** The first calls come first. */
    private static final Duration AFTER_START = Duration.ofMillis(500);

    private static final Duration IDLE_WORKFLOW = Duration.ofHours(1);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final WorkflowTable workflows;

    /**
     * @param version of the server
     * @param mostWorkflows how many workflows have numbers of their own
     */
    public Meters(String version, int mostWorkflows) {
        // before the first meter; whether there is such a one depends on the collector and its version
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("jvm.gc.concurrent"));
        workflows = new WorkflowTable(registry, mostWorkflows, IDLE_WORKFLOW, System::nanoTime);
        Gauge.builder("bew.info", () -> 1)
                .description("The version of the server, as a label; always 1")
                .tag("version", version)
                .register(registry);
    }

    /** Completes when they are there, or cannot be had. */
    private Future<Void> machine(Vertx vertx) {
        return vertx.<Void>executeBlocking(
                        () -> {
                            bindMachine();
                            return null;
                        },
                        false)
                .onFailure(why -> LOG.warn("meters of the machine are missing next=show the others", why))
                .otherwiseEmpty();
    }

    /** Takes its time, a good part of which goes into loading classes: not for a thread that has something to do. */
    private void bindMachine() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
        new ProcessMeters().bindTo(registry);
    }

    /**
     * For the Vert.x instance whose pools of database connections are measured; nothing else of it is.
     *
     * @param meters is asked when the first pool is made
     */
    public static VertxMetricsFactory databasePools(Supplier<Meters> meters) {
        return options -> new DatabasePools(() -> meters.get().registry);
    }

    /** Is told of runs that have ended. */
    public EndedRuns runs() {
        return new RunMeters(registry, workflows);
    }

    /** Measures how long tasks of this mode wait until a worker takes them. */
    public TaskExecutor waits(TaskExecutor executor, Mode mode) {
        return new WaitingTasks(executor, registry, mode);
    }

    /** Measures how late a loop is. */
    public void watch(EventLoop loop, String name) {
        LoopLag.watch(loop, name, registry);
    }

    /** Asks the rest of the server whenever somebody wants to see the meters. */
    public HttpMeters http(Vertx vertx, Sources sources) {
        Promise<Void> bound = Promise.promise();
        long unused =
                vertx.setTimer(AFTER_START.toMillis(), started -> machine(vertx).onComplete(bound));
        Page page = new Page(vertx, registry, new ServerReadings(sources, registry), bound.future());
        return new CallMeters(registry, workflows, page);
    }

    /** Nothing is measured of the garbage collection any more. */
    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
