package dev.beworkflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.http.RunReader;
import dev.beworkflows.journal.RunFilter;
import dev.beworkflows.journal.RunJournal;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.RunSummary;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunJson;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Shows runs out of the journal. */
final class JournalReader implements RunReader {

    private final RunJournal journal;

    JournalReader(RunJournal journal) {
        this.journal = journal;
    }

    @Override
    public Future<Optional<JsonNode>> find(RunId id) {
        return journal.find(id).map(found -> found.map(JournalReader::show));
    }

    @Override
    public Future<List<RunSummary>> list(RunFilter filter) {
        return journal.list(filter);
    }

    @Override
    public Future<Optional<Progress>> progress(RunId id) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<Optional<EventPage>> events(RunId id, long after, int limit) {
        return Future.failedFuture("later");
    }

    @Override
    public Runnable watch(RunId id, Runnable wake) {
        return () -> {};
    }

    @Override
    public Future<List<UserEvent>> userEvents(Optional<String> user, String after, int limit) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<String> userCursor() {
        return Future.failedFuture("later");
    }

    @Override
    public Runnable watchAll(Runnable wake) {
        return () -> {};
    }

    private static JsonNode show(RunHistory history) {
        ObjectNode run = RunJson.show(history.run());
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
