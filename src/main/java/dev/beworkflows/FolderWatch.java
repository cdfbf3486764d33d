package dev.beworkflows;

import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.catalog.FolderEntry;
import dev.beworkflows.catalog.ImportOutcome;
import dev.beworkflows.catalog.ImportOutcome.Imported;
import dev.beworkflows.catalog.ImportProblem;
import dev.beworkflows.catalog.Saving;
import dev.beworkflows.cli.Finding;
import dev.beworkflows.cli.WorkflowFolders;
import dev.beworkflows.workflow.FilePlace;
import dev.beworkflows.workflow.FileProblem;
import dev.beworkflows.workflow.WorkflowFolder;
import dev.beworkflows.workflow.WorkflowFolderException;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the workflow folders in a folder when somebody saves them, and tells in the log what is wrong with them. It looks again and again instead of being told: not every file system
 * tells, and editors save in many ways. What was deleted here stays on the server.
 *
 * <p>One look after the other; what was seen belongs to the look.
 */
final class FolderWatch {

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final String NOT_PUBLISHED = "not published folder={} next=wait until it is saved again";
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Vertx vertx;
    private final Path root;
    private final Definitions definitions;
    private final Map<Path, Content> seen = new HashMap<>();
    private final Map<Path, Content> handled = new HashMap<>();
    private volatile boolean stopped;

    /** @param wrong what keeps the files from being read */
    private record Content(Map<String, String> files, List<Finding> wrong) {}

    private FolderWatch(Vertx vertx, Path root, Definitions definitions) {
        this.vertx = vertx;
        this.root = root;
        this.definitions = definitions;
    }

    /** Looks at once, and then until it is stopped. */
    static FolderWatch start(Vertx vertx, Path root, Definitions definitions) {
        FolderWatch watch = new FolderWatch(vertx, root, definitions);
        LOG.info("watch folder={}", root);
        vertx.runOnContext(begin -> watch.look());
        return watch;
    }

    void stop() {
        stopped = true;
    }

    private void look() {
        if (stopped) {
            return;
        }
        vertx.executeBlocking(this::folders)
                .compose(this::publishAll)
                .onFailure(failure -> LOG.warn("watch folder={} next=look again cause={}", root, failure.toString()))
                .onComplete(done -> {
                    long unused = vertx.setTimer(PAUSE.toMillis(), timer -> look());
                });
    }

    /** Of each folder with a workflow. */
    private Map<Path, Content> folders() throws IOException {
        Map<Path, Content> folders = new TreeMap<>();
        try (Stream<Path> children = Files.list(root)) {
            Stream.concat(Stream.of(root), children)
                    .filter(folder -> Files.isRegularFile(folder.resolve(WorkflowFolder.YAML)))
                    .forEach(folder -> folders.put(folder, content(folder)));
        }
        return folders;
    }

    private static Content content(Path folder) {
        try {
            return new Content(WorkflowFolder.files(folder), List.of());
        } catch (WorkflowFolderException e) {
            return new Content(Map.of(), Finding.of(folder, e));
        }
    }

    private Future<Void> publishAll(Map<Path, Content> folders) {
        Future<Void> last = Future.succeededFuture();
        for (Map.Entry<Path, Content> folder : folders.entrySet()) {
            Content content = folder.getValue();
            // twice the same: whoever saves several files is done with it
            boolean settled = content.equals(seen.put(folder.getKey(), content));
            if (settled && !content.equals(handled.get(folder.getKey()))) {
                last = last.compose(before -> publish(folder.getKey(), content));
            }
        }
        seen.keySet().retainAll(folders.keySet());
        handled.keySet().retainAll(folders.keySet());
        return last;
    }

    private Future<Void> publish(Path folder, Content content) {
        Optional<FolderEntry> entry = content.wrong().isEmpty() ? entry(folder, content.files()) : Optional.empty();
        content.wrong().forEach(finding -> LOG.warn("{}", finding));
        if (entry.isEmpty()) {
            LOG.warn(NOT_PUBLISHED, folder);
            handled.put(folder, content);
            return Future.succeededFuture();
        }
        Saving saving = new Saving(Optional.empty(), "saved in " + folder.getFileName(), true, Optional.empty());
        return definitions.importAll(List.of(entry.get()), saving, false).map(outcome -> {
            handled.put(folder, content);
            report(folder, outcome);
            return null;
        });
    }

    private static Optional<FolderEntry> entry(Path folder, Map<String, String> files) {
        try {
            boolean named = WorkflowFolder.source(files).definition().hasNonNull("id");
            Optional<WorkflowId> id = named ? Optional.empty() : Optional.of(WorkflowFolders.idOf(folder));
            return Optional.of(new FolderEntry("", id, files));
        } catch (WorkflowFolderException e) {
            Finding.of(folder, e).forEach(finding -> LOG.warn("{}", finding));
            return Optional.empty();
        }
    }

    private static void report(Path folder, ImportOutcome outcome) {
        if (outcome instanceof ImportOutcome.Refused refused) {
            refused.problems().forEach(problem -> LOG.warn("{}", finding(folder, problem, "")));
            LOG.warn(NOT_PUBLISHED, folder);
            return;
        }
        for (Imported imported : ((ImportOutcome.Done) outcome).workflows()) {
            imported.warnings().forEach(warning -> LOG.warn("{}", finding(folder, warning, "warning: ")));
            LOG.info("{} workflow={} folder={}", imported.change().json(), imported.version(), folder);
        }
    }

    private static Finding finding(Path folder, ImportProblem problem, String prefix) {
        FilePlace place = problem.place().orElse(new FilePlace(WorkflowFolder.YAML, 0, 0));
        String message = prefix + problem.message() + "; expected " + problem.expected();
        return Finding.in(folder, new FileProblem(place, message));
    }
}
