package dev.beworkflows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.catalog.Example;
import dev.beworkflows.catalog.SaveOutcome;
import dev.beworkflows.catalog.Saving;
import dev.beworkflows.catalog.WorkflowStore;
import dev.beworkflows.catalog.Workflows;
import dev.beworkflows.workflow.WorkflowFolder;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workflows that come with the program. They are put into a database that has never had one; whoever deletes them does not get them back. */
final class Examples {

    private static final Logger LOG = LoggerFactory.getLogger(Examples.class);
    private static final String FOLDER = "examples";

    private Examples() {}

    /** In the order of their names. Blocks while it reads. */
    static List<Example> read() {
        try {
            return BundledFolder.read(FOLDER, Examples::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Future<Void> installOnce(WorkflowStore store, Workflows definitions) {
        return store.isEmpty().compose(empty -> empty ? install(definitions) : Future.succeededFuture());
    }

    private static Future<Void> install(Workflows definitions) {
        return Future.join(read().stream()
                        .map(example -> WorkflowFolder.source(example.files()))
                        .map(source -> definitions.install(
                                source.definition(), Saving.PUBLISHED.withYaml(Optional.of(source.yaml()))))
                        .map(Examples::report)
                        .toList())
                .mapEmpty();
    }

    private static List<Example> read(Path folder) {
        try (Stream<Path> examples = Files.list(folder)) {
            return examples.sorted().map(Examples::example).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Example example(Path folder) {
        SortedMap<String, String> files = WorkflowFolder.files(folder);
        JsonNode definition = WorkflowFolder.source(files).definition();
        return new Example(
                new WorkflowId(definition.path("id").asText()),
                definition.path("label").asText(),
                definition.path("description").asText(),
                files);
    }

    private static Future<SaveOutcome> report(Future<SaveOutcome> saving) {
        return saving.onSuccess(outcome -> {
            if (outcome instanceof SaveOutcome.Saved saved) {
                LOG.info("example={} installed", saved.version().ref());
            } else {
                LOG.warn("an example was not installed: {}", outcome);
            }
        });
    }
}
