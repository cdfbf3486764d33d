package dev.beworkflows.run;

import java.util.Map;
import java.util.Optional;

/**
 * For whom and how a run was called.
 *
 * @param user who called, when that is known
 * @param headers of the request in lower case, without credentials
 */
public record RunCaller(Optional<String> user, String method, Map<String, String> headers) {

    public RunCaller {
        headers = Map.copyOf(headers);
    }
}
