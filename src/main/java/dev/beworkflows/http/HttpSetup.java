package dev.beworkflows.http;

import dev.beworkflows.access.AccessRule;
import dev.beworkflows.access.EventTokens;
import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.journal.IdempotencyKeys;
import dev.beworkflows.scheduler.RunControl;
import dev.beworkflows.scheduler.RunStarter;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Supplier;

/** Everything that the HTTP server needs. */
public record HttpSetup(
        Listen listen, HttpLimits limits, Guard guard, UploadFolder uploads, Ports ports, Health health) {

    /**
     * @param host the address to listen on
     * @param port 0: any free one
     */
    public record Listen(String host, int port) {}

    /** Who may do what. */
    public record Guard(AccessRule access, EventTokens tokens) {}

    /** What the routes ask and tell. */
    public record Ports(
            Definitions definitions,
            DefinitionWriter writer,
            RunStarter starter,
            RunControl control,
            RunReader runs,
            IdempotencyKeys keys) {}

    /**
     * @param version of the server
     * @param checks by name, in order; a check that fails, or that takes longer than two seconds, makes the server not ready
     */
    public record Health(String version, Map<String, Supplier<Future<Void>>> checks) {}
}
