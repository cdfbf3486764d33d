package dev.beworkflows.run;

import dev.beworkflows.run.Happening.Accepted;
import dev.beworkflows.run.Happening.Cancelled;
import dev.beworkflows.run.Happening.Dead;
import dev.beworkflows.run.Happening.Failed;
import dev.beworkflows.run.Happening.Interrupted;
import dev.beworkflows.run.Happening.Log;
import dev.beworkflows.run.Happening.Message;
import dev.beworkflows.run.Happening.MessagesDropped;
import dev.beworkflows.run.Happening.Retried;
import dev.beworkflows.run.Happening.Started;
import dev.beworkflows.run.Happening.Succeeded;
import dev.beworkflows.run.Happening.TaskCancelled;
import dev.beworkflows.run.Happening.TaskFailed;
import dev.beworkflows.run.Happening.TaskPassedOver;
import dev.beworkflows.run.Happening.TaskSkipped;
import dev.beworkflows.run.Happening.TaskStarted;
import dev.beworkflows.run.Happening.TaskSucceeded;
import dev.beworkflows.workflow.TaskName;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Writes what one kind of event has and others have not; each answer is where it went.
 *
 * @param request writes the request that a run was accepted with
 */
record HappeningWriter(MemberSink sink, BiFunction<MemberSink, RunRequest, MemberSink> request)
        implements Happening.Cases<MemberSink> {

    @Override
    public MemberSink accepted(Accepted happening) {
        RunHeader header = happening.header();
        return sink.text("run_id", header.id().toString())
                .text("workflow_id", header.version().workflow().value())
                .number("version", header.version().version())
                .text("mode", header.mode().json())
                .text("user", header.caller().user().orElse(null))
                .text("method", header.caller().method())
                // sorted, so that the same event is always the same text
                .texts("headers", new TreeMap<>(header.caller().headers()))
                .object("request", members -> request.apply(members, header.request()))
                .texts("tasks", happening.tasks().stream().map(TaskName::value).toList());
    }

    @Override
    public MemberSink started(Started happening) {
        return sink;
    }

    @Override
    public MemberSink taskStarted(TaskStarted happening) {
        return attempt(happening.task(), happening.attempt()).number("worker", happening.worker());
    }

    @Override
    public MemberSink message(Message happening) {
        return sink.text("task", happening.task().value()).json("message", happening.message());
    }

    @Override
    public MemberSink messagesDropped(MessagesDropped happening) {
        return sink.text("task", happening.task().value()).number("count", happening.count());
    }

    @Override
    public MemberSink log(Log happening) {
        return attempt(happening.task(), happening.attempt()).text("text", happening.text());
    }

    @Override
    public MemberSink taskSucceeded(TaskSucceeded happening) {
        return attempt(happening.task(), happening.attempt()).number("user_seconds", Seconds.of(happening.userTime()));
    }

    @Override
    public MemberSink taskFailed(TaskFailed happening) {
        return attempt(happening.task(), happening.attempt())
                .json("error", FailureJson.write(happening.failure()))
                .number("retry_in_seconds", happening.retryIn().map(Seconds::of).orElse(null));
    }

    @Override
    public MemberSink taskCancelled(TaskCancelled happening) {
        return attempt(happening.task(), happening.attempt());
    }

    @Override
    public MemberSink taskPassedOver(TaskPassedOver happening) {
        return sink.text("task", happening.task().value());
    }

    @Override
    public MemberSink taskSkipped(TaskSkipped happening) {
        return sink.text("task", happening.task().value()).text("reason", happening.reason());
    }

    @Override
    public MemberSink interrupted(Interrupted happening) {
        return sink.text("reason", happening.reason());
    }

    @Override
    public MemberSink succeeded(Succeeded happening) {
        return timed(happening.timing());
    }

    @Override
    public MemberSink failed(Failed happening) {
        MemberSink unused = sink.json("error", FailureJson.write(happening.failure()));
        return timed(happening.timing());
    }

    private MemberSink timed(Optional<RunTiming> timing) {
        return timing.isEmpty() ? sink : sink.object("timing", members -> members(members, timing.get()));
    }

    private static MemberSink members(MemberSink sink, RunTiming timing) {
        return sink.number("validation", Seconds.of(timing.validation()))
                .number("queue", Seconds.of(timing.queue()))
                .number("dispatch", Seconds.of(timing.dispatch()))
                .number("user", Seconds.of(timing.user()))
                .number("encode", Seconds.of(timing.encode()));
    }

    @Override
    public MemberSink cancelled(Cancelled happening) {
        return sink.text("reason", happening.reason());
    }

    @Override
    public MemberSink dead(Dead happening) {
        return sink.json("error", FailureJson.write(happening.failure()));
    }

    @Override
    public MemberSink retried(Retried happening) {
        return sink;
    }

    private MemberSink attempt(TaskName task, int attempt) {
        return sink.text("task", task.value()).number("attempt", attempt);
    }
}
