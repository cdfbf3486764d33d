package dev.beworkflows;

import dev.beworkflows.catalog.SaveOutcome;
import dev.beworkflows.catalog.Saving;
import dev.beworkflows.catalog.WorkflowStore;
import dev.beworkflows.catalog.Workflows;
import dev.beworkflows.workflow.WorkflowFolder;
import dev.beworkflows.workflow.WorkflowSource;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the example workflows into a database that has never had one; whoever deletes them does not get them back. */
final class Examples {

    private static final Logger LOG = LoggerFactory.getLogger(Examples.class);
    private static final String FOLDER = "examples";

    private Examples() {}

    static Future<Void> installOnce(WorkflowStore store, Workflows definitions) {
        return store.isEmpty().compose(empty -> empty ? install(definitions) : Future.succeededFuture());
    }

    private static Future<Void> install(Workflows definitions) {
        try {
            List<WorkflowSource> examples = BundledFolder.read(FOLDER, Examples::read);
            return Future.join(examples.stream()
                            .map(example -> definitions.install(
                                    example.definition(), Saving.PUBLISHED.withYaml(Optional.of(example.yaml()))))
                            .map(Examples::report)
                            .toList())
                    .mapEmpty();
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
    }

    private static List<WorkflowSource> read(Path folder) {
        try (Stream<Path> examples = Files.list(folder)) {
            return examples.sorted().map(WorkflowFolder::source).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
