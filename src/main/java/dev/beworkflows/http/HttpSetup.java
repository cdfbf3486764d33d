package dev.beworkflows.http;

import dev.beworkflows.access.AccessRule;
import dev.beworkflows.access.EventTokens;
import dev.beworkflows.access.Keys;
import dev.beworkflows.access.RateLimits;
import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.catalog.Example;
import dev.beworkflows.environments.Environments;
import dev.beworkflows.journal.IdempotencyKeys;
import dev.beworkflows.journal.RunStatistics;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.schedule.ScheduleStore;
import dev.beworkflows.scheduler.RunControl;
import dev.beworkflows.scheduler.RunStarter;
import dev.beworkflows.secrets.Secrets;
import dev.beworkflows.task.Workers;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Everything that the HTTP server needs.
 *
 * @param loop on which it serves
 */
public record HttpSetup(
        EventLoop loop,
        Listen listen,
        HttpLimits limits,
        Guard guard,
        UploadFolder uploads,
        Ports ports,
        Health health) {

    /**
     * @param host the address to listen on
     * @param port 0: any free one
     */
    public record Listen(String host, int port) {}

    /**
     * Who may do what.
     *
     * @param origins of web pages that may call with a key
     * @param sessionLife how long the page stays signed in
     */
    public record Guard(
            AccessRule access, RateLimits rates, Set<String> origins, EventTokens tokens, Duration sessionLife) {}

    /**
     * What the routes ask and tell.
     *
     * @param examples read each time, which blocks: hardly anybody asks, and a start has no time for them
     */
    public record Ports(
            Definitions definitions,
            Supplier<List<Example>> examples,
            DefinitionWriter writer,
            RunStarter starter,
            RunControl control,
            RunReader runs,
            RunStatistics statistics,
            IdempotencyKeys idempotencyKeys,
            Keys keys,
            Secrets secrets,
            ScheduleStore schedules,
            Environments environments,
            Workers workers) {}

    /**
     * What is seen of the server from outside.
     *
     * @param version of the server
     * @param checks by name, in order; a check that fails, or that takes longer than two seconds, makes the server not ready
     */
    public record Health(
            String version, Map<String, Supplier<Future<Void>>> checks, HttpMeters meters, Isolation isolation) {}

    /**
     * What keeps tasks apart.
     *
     * @param level as configured
     * @param layers by name, whether each is there
     */
    public record Isolation(String level, Map<String, Boolean> layers) {}
}
