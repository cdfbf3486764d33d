package dev.beworkflows.openapi;

import dev.beworkflows.http.ApiError;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of failure that the server's contract speaks of. */
final class Problems {

    static final List<ProblemType> OF_CONTRACT = Stream.of(ApiError.values())
            .map(error -> new ProblemType(error.status(), error.type(), error.title()))
            .toList();

    private Problems() {}
}
