package dev.beworkflows.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Addresses of the server's API. */
final class Api {

    static final String GRAPHS = "/api/app/be_workflows/be_wf_graph";
    static final String RUNS = "/api/app/be_workflows/runs";
    static final String KEYS = "/api/app/be_workflows/keys";

    private Api() {}

    static String workflow(String id) {
        return GRAPHS + "/id/" + encoded(id);
    }

    static String run(String id) {
        return RUNS + "/" + encoded(id);
    }

    static String key(String id) {
        return KEYS + "/" + encoded(id);
    }

    /** In a path or a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Puts a query together. */
    static final class Query {
        private final StringBuilder text = new StringBuilder();

        Query with(String name, String value) {
            text.append(text.isEmpty() ? '?' : '&')
                    .append(encoded(name))
                    .append('=')
                    .append(encoded(value));
            return this;
        }

        Query with(String name, Optional<?> value) {
            return value.map(some -> with(name, some.toString())).orElse(this);
        }

        /** Only when it is true: everything is false by default. */
        Query flag(String name, boolean value) {
            return value ? with(name, "true") : this;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
