package dev.beworkflows.task;

import dev.beworkflows.run.RunHeader;
import dev.beworkflows.workflow.Edge;
import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One attempt of one task, or the call of an interceptor.
 *
 * @param task the interceptor's is called {@code intercept}
 * @param attempt counts from 1
 * @param visible what tasks before this one pushed, by key
 * @param limits of this attempt
 * @param secrets those that the workflow declares and that are set
 * @param following the edges from the task; none from an interceptor
 * @param plainItems what the worker may answer without waiting
 * @param room where this run's large values lie
 * @param worker what executes it
 */
public record TaskCall(
        Kind kind,
        RunHeader run,
        TaskName task,
        int attempt,
        CodeUnit code,
        Map<String, Value> visible,
        Limits limits,
        SecretValues secrets,
        List<Edge> following,
        PlainItems plainItems,
        ValueRoom room,
        WorkerKind worker) {

    /** What is executed. */
    public enum Kind {
        TASK,
        INTERCEPTOR;

        /** As it stands in the protocol. */
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public TaskCall {
        visible = Map.copyOf(visible);
        following = List.copyOf(following);
    }

    /**
     * @param timeout from the moment a worker takes the call
     * @param patience how long the call may wait for a worker
     * @param begun whether the run had a worker before: what is begun is finished before something new begins
     * @param memory bytes that its worker may take; where the server allows less, that counts
     * @param output bytes of what it prints that are kept; likewise
     */
    public record Limits(Duration timeout, Duration patience, boolean begun, OptionalLong memory, OptionalLong output) {

        public Limits(Duration timeout, Duration patience) {
            this(timeout, patience, false, OptionalLong.empty(), OptionalLong.empty());
        }
    }
}
