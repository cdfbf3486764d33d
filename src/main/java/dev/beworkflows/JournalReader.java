package dev.beworkflows;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.http.RunReader;
import dev.beworkflows.journal.RunFilter;
import dev.beworkflows.journal.RunJournal;
import dev.beworkflows.journal.RunQueue;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.RunSummary;
import dev.beworkflows.journal.UserCursor;
import dev.beworkflows.journal.UserEvents;
import dev.beworkflows.journal.UserFeeds;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunJson;
import dev.beworkflows.scheduler.RecentValues;
import dev.beworkflows.scheduler.RunResult;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows runs out of the journal. */
final class JournalReader implements RunReader {

    private final EventLoop loop;
    private final RunJournal journal;
    private final RunQueue queue;
    private final RecentValues recent;
    private final UserFeeds users;

    /** @param loop its answers come on this one */
    JournalReader(EventLoop loop, RunJournal journal, RunQueue queue, RecentValues recent, UserFeeds users) {
        this.loop = loop;
        this.recent = recent;
        this.users = users;
        this.journal = journal;
        this.queue = queue;
    }

    @Override
    public Future<Optional<ObjectNode>> find(RunId id) {
        return journal.find(id).compose(found -> loop.aside(() -> found.map(JournalReader::show)));
    }

    @Override
    public Future<Optional<RunHeader>> header(RunId id) {
        return journal.header(id);
    }

    @Override
    public Future<Map<TaskName, Map<String, Value>>> pushed(RunId id) {
        return queue.outputs(id)
                .compose(stored -> stored.isEmpty() ? recent.of(id) : Future.succeededFuture(pushed(stored)));
    }

    private static Map<TaskName, Map<String, Value>> pushed(Map<TaskName, TaskOutput> outputs) {
        Map<TaskName, Map<String, Value>> pushed = new HashMap<>();
        outputs.forEach((task, output) -> pushed.put(task, output.pushed()));
        return pushed;
    }

    @Override
    public Future<List<RunSummary>> list(RunFilter filter) {
        return journal.list(filter);
    }

    @Override
    public Future<Optional<Progress>> progress(RunId id) {
        return journal.find(id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : progress(found.get().run()).map(Optional::of));
    }

    private Future<Progress> progress(Run run) {
        Optional<Failure> failure = run.failure();
        return switch (run.status()) {
            case ACCEPTED, RUNNING ->
                Future.succeededFuture(new Progress.Running(run.status().json()));
            case SUCCEEDED ->
                queue.response(run.header().id())
                        .map(response -> response.<Progress>map(
                                        json -> new Progress.Ended(new RunResult.Succeeded(json)))
                                .orElseGet(Progress.NotKept::new));
            case CANCELLED ->
                ended(new RunResult.Cancelled(failure.map(Failure::message).orElse("")));
            case FAILED, DEAD -> ended(new RunResult.Failed(failure.orElseThrow()));
        };
    }

    private static Future<Progress> ended(RunResult how) {
        return Future.succeededFuture(new Progress.Ended(how));
    }

    @Override
    public Future<Optional<EventPage>> events(RunId id, long after, int limit) {
        return journal.events(id, after, limit)
                .map(found -> found.map(page -> new EventPage(page.events(), page.ended())));
    }

    @Override
    public Runnable watch(RunId id, Runnable wake) {
        return journal.watch(id, wake);
    }

    @Override
    public Future<UserEvents.Page> userEvents(Optional<String> user, UserCursor after, int limit) {
        return users.after(user, after, limit);
    }

    @Override
    public Future<UserCursor> userCursor() {
        return users.now();
    }

    @Override
    public Runnable watchUser(Optional<String> user, Runnable wake) {
        return users.watch(user, wake);
    }

    private static ObjectNode show(RunHistory history) {
        ObjectNode run = RunJson.show(history.run(), history.events());
        ArrayNode messages = run.putArray("messages");
        ArrayNode log = run.putArray("log");
        for (RunEvent event : history.events()) {
            if (event.happening() instanceof Happening.Message message) {
                entry(messages, event, message.task().value()).set("message", message.message());
            } else if (event.happening() instanceof Happening.Log output) {
                ObjectNode unused = entry(log, event, output.task().value())
                        .put("attempt", output.attempt())
                        .put("text", output.text());
            }
        }
        return run;
    }

    private static ObjectNode entry(ArrayNode list, RunEvent event, String task) {
        return list.addObject()
                .put("seq", event.seq())
                .put("at", event.at().toString())
                .put("task", task);
    }
}
