package dev.beworkflows.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which path was asked for. Vert.x' own path parameters would do, did they not decode the query with them, leniently, and cost a regular expression for
 * every route that comes before.
 */
final class PathTable implements Handler<RoutingContext> {

    private record Row(String path, List<String> template, EndpointHandler handler) {

        /** The named segments as they were sent; null when this is another path. */
        @Nullable
        Map<String, String> match(List<String> path) {
            if (path.size() != template.size()) {
                return null;
            }
            Map<String, String> named = new HashMap<>(4);
            for (int i = 0; i < template.size(); i++) {
                String wanted = template.get(i);
                if (wanted.startsWith(":") && !path.get(i).isEmpty()) {
                    named.put(wanted.substring(1), path.get(i));
                } else if (!wanted.equals(path.get(i))) {
                    return null;
                }
            }
            return named;
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private final EndpointHandler.Door door;
    private final EndpointHandler otherwise;

    /**
     * @param otherwise what answers where no path of the table matches
     * @param opened what it answers without asking who sends the request
     */
    PathTable(EndpointHandler.Door door, EndpointHandler.Methods otherwise, Predicate<Exchange> opened) {
        this.door = door;
        this.otherwise = new EndpointHandler(door, otherwise, opened);
    }

    /** @param template segments; one that begins with a colon matches any text but an empty one, and names it */
    void add(String template, EndpointHandler.Methods methods) {
        add(template, new EndpointHandler(door, methods));
    }

    /** @param opened whether the address itself opens what is there */
    void add(String template, EndpointHandler.Methods methods, Predicate<Exchange> opened) {
        add(template, new EndpointHandler(door, methods, opened));
    }

    private void add(String template, EndpointHandler handler) {
        rows.add(new Row(template, segments(template), handler));
    }

    /** Everything that leads somewhere. */
    List<Route> routes() {
        return rows.stream()
                .flatMap(row -> row.handler().routes(row.path()).stream())
                .toList();
    }

    @Override
    public void handle(RoutingContext routing) {
        String sent = routing.request().path();
        List<String> path = segments(sent == null ? "" : sent);
        for (Row row : rows) {
            Map<String, String> named = row.match(path);
            if (named != null) {
                row.handler().handle(routing, named);
                return;
            }
        }
        otherwise.handle(routing, Map.of());
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>(8);
        int start = 0;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            segments.add(path.substring(start, end));
            start = end + 1;
        }
        return segments;
    }
}
