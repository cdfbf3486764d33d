package dev.beworkflows.traces;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunStatus;
import dev.beworkflows.run.TaskAttempts;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.VersionRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is kept of a run until its spans are made: neither its request nor its output. */
record EndedRun(
        RunId id,
        VersionRef version,
        Called called,
        RunStatus status,
        Optional<Failure> failure,
        Instant endedAt,
        TaskAttempts attempts) {

    /** The trace that the caller is in. */
    static final String TRACE_PARENT = "traceparent";

    private static final String TRACE_STATE = "tracestate";

    /** @param context the caller's headers that say of which trace the call is */
    record Called(Mode mode, String method, Map<String, String> context) {}

    static EndedRun of(RunHistory history) {
        RunHeader header = history.run().header();
        TaskAttempts attempts = new TaskAttempts(history.events());
        return new EndedRun(
                header.id(),
                header.version(),
                new Called(
                        header.mode(),
                        header.caller().method(),
                        context(header.caller().headers())),
                history.run().status(),
                history.run().failure(),
                history.run().times().finishedAt().orElse(attempts.begin()),
                attempts);
    }

    /** One for the run, one for each attempt. */
    int spans() {
        return 1 + attempts.all().size();
    }

    private static Map<String, String> context(Map<String, String> headers) {
        Map<String, String> context = new HashMap<>(4);
        for (String name : new String[] {TRACE_PARENT, TRACE_STATE}) {
            String value = headers.get(name);
            if (value != null) {
                context.put(name, value);
            }
        }
        return context;
    }
}
