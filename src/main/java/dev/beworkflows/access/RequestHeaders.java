package dev.beworkflows.access;

import org.jspecify.annotations.Nullable;

/** The headers of a request, as far as access depends on them. */
@FunctionalInterface
public interface RequestHeaders {

    /** The first value of a header, whatever the case of its name; null when it was not sent. */
    @Nullable
    String first(String name);
}
