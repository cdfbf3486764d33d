package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.environments.EnvironmentEvent;
import dev.beworkflows.environments.EnvironmentId;
import dev.beworkflows.environments.EnvironmentInfo;
import dev.beworkflows.environments.Environments;
import dev.beworkflows.environments.EventPage;
import dev.beworkflows.schema.NamedText;
import dev.beworkflows.workflow.VersionRef;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environments of this server: what is in them, how they are built, who uses them. */
final class EnvironmentRoutes {

    private static final int ALL = 10_000;
    private static final String LAST = "last_event_id";

    private final Environments environments;
    private final Definitions definitions;
    private final RequestReader reader;
    private final Streams streams;

    EnvironmentRoutes(Environments environments, Definitions definitions, RequestReader reader, Streams streams) {
        this.environments = environments;
        this.definitions = definitions;
        this.reader = reader;
        this.streams = streams;
    }

    Future<Reply> list(Exchange exchange) {
        return exchange.here(users().compose(users -> environments.list().map(all -> {
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            ArrayNode items = page.putArray("items");
            all.forEach(info -> items.add(json(info, users)));
            return Reply.json(200, page);
        })));
    }

    Future<Reply> get(Exchange exchange) {
        EnvironmentId id = PathIds.environment(exchange);
        return exchange.here(users().compose(users -> environments.find(id).compose(found -> {
            EnvironmentInfo info = found.orElseThrow(() -> PathIds.unknownEnvironment(id.value()));
            return environments.events(id, 0, ALL).map(page -> {
                ObjectNode json = json(info, users);
                ArrayNode log = json.putArray("log");
                page.map(EventPage::events).orElse(List.of()).stream()
                        .filter(event -> event.kind() == EnvironmentEvent.Kind.LOG)
                        .forEach(event -> log.add(EnvironmentJson.of(event)));
                return Reply.json(200, json);
            });
        })));
    }

    Future<Reply> events(Exchange exchange) {
        EnvironmentId id = PathIds.environment(exchange);
        long after = after(exchange);
        streams.requireRoom();
        return exchange.here(environments.events(id, after, 1)).map(found -> {
            EventPage page = found.orElseThrow(() -> PathIds.unknownEnvironment(id.value()));
            return page.ended() && page.events().isEmpty()
                    ? Reply.empty(204) // a reader that has seen the end would otherwise come back for ever
                    : streams.of(new EnvironmentEventSource(environments, id, after), Optional.empty());
        });
    }

    Future<Reply> build(Exchange exchange) {
        EnvironmentId id = PathIds.environment(exchange);
        return exchange.here(users().compose(users -> environments.build(id).map(found -> {
            EnvironmentInfo info = found.orElseThrow(() -> PathIds.unknownEnvironment(id.value()));
            return Reply.json(202, json(info, users));
        })));
    }

    Future<Reply> delete(Exchange exchange) {
        EnvironmentId id = PathIds.environment(exchange);
        return exchange.here(environments.remove(id)).map(removal -> switch (removal) {
            case REMOVED -> Reply.empty(204);
            case IN_USE ->
                throw Problem.of(
                                ApiError.ENVIRONMENT_IN_USE, "it is being built, or workers run in it; try again later")
                        .asException();
            case UNKNOWN -> throw PathIds.unknownEnvironment(id.value());
        });
    }

    private Future<Map<EnvironmentId, List<VersionRef>>> users() {
        return definitions.locks().recover(DatabaseAway::problem).map(locks -> {
            Map<EnvironmentId, List<VersionRef>> users = new HashMap<>();
            locks.forEach((ref, lock) -> environments
                    .id(lock)
                    .ifPresent(id ->
                            users.computeIfAbsent(id, none -> new ArrayList<>()).add(ref)));
            return users;
        });
    }

    private static ObjectNode json(EnvironmentInfo info, Map<EnvironmentId, List<VersionRef>> users) {
        return EnvironmentJson.of(info, users.getOrDefault(info.id(), List.of()));
    }

    private long after(Exchange exchange) {
        String header = exchange.header("last-event-id");
        String text = header != null && !header.isEmpty() ? header : argument(exchange);
        return EventRoutes.seq(text);
    }

    private String argument(Exchange exchange) {
        return reader.query(exchange).stream()
                .filter(argument -> argument.name().equals(LAST))
                .map(NamedText::text)
                .findFirst()
                .orElse("");
    }
}
