package dev.beworkflows.files;

import dev.beworkflows.disk.FolderAccess;
import dev.beworkflows.disk.FolderTree;
import dev.beworkflows.disk.SecretNames;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.run.UploadedFile;
import dev.beworkflows.task.ValueRoom;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where durable runs keep their uploaded files and their values too large for a message: a folder a run, on a disk that lasts and that all servers see. May be used from any thread.
 */
public final class RunFolders {
    private static final Logger LOG = LoggerFactory.getLogger(RunFolders.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /** A folder is made before its run is committed: a young one without a run may belong to one that just comes. */
    private static final Duration YOUNG = Duration.ofHours(1);

    private final Vertx vertx;
    private final Root root;
    private final ValueLimits limits;

    private RunFolders(Vertx vertx, Root root, ValueLimits limits) {
        this.vertx = vertx;
        this.root = root;
        this.limits = limits;
    }

    /**
     * Where the folders of runs are.
     *
     * @param access what workers may do there: make the folder of a run, whose name they are told, and nothing else
     * @param names the same on all servers
     */
    public record Root(Path path, FolderAccess access, SecretNames names) {

        /** It need not exist. The id comes first, so that it can be found; the rest is what nobody guesses. */
        Path of(RunId run) {
            return path.resolve(run + "." + names.of(run.toString()));
        }
    }

    /** Blocks; for the start-up thread. */
    public static RunFolders open(Vertx vertx, Root root, ValueLimits limits) throws IOException {
        Path made = root.access().dropBox(root.path()).toAbsolutePath();
        return new RunFolders(vertx, new Root(made, root.access(), root.names()), limits);
    }

    /** Where the large values of a run lie. */
    public ValueRoom room(RunId run) {
        return new ValueRoom(new ValueRoom.Folders(root.of(run), Optional.empty(), 0, true), limits.runBytes());
    }

    /** Removes the folder of a run with all that is in it, soon. */
    public void remove(RunId run) {
        vertx.executeBlocking(
                        () -> {
                            FolderTree.remove(root.of(run));
                            return run;
                        },
                        false)
                .onFailure(why ->
                        LOG.warn("run={} next=its files stay until it is forgotten cause={}", run, why.toString()));
    }

    /** Moves the uploaded files of a request into the run's folder; they are durable when this completes. The same request with the new paths. */
    public Future<RunRequest> keep(RunId run, RunRequest request) {
        if (request.files().isEmpty()) {
            return Future.succeededFuture(request);
        }
        return vertx.executeBlocking(
                () -> {
                    RunRequest moved = moveAll(root.of(run), request);
                    root.access().give(root.of(run)); // its tasks put their values there
                    sync(root.path());
                    return moved;
                },
                false);
    }

    /** How many bytes the folders of all runs take now. Looks at every file, so that it is not to be asked often. */
    public Future<Long> bytes() {
        return vertx.executeBlocking(() -> FolderTree.bytes(root.path()), false);
    }

    /** The runs that have a folder, and whether it is old. */
    public Future<Map<RunId, Boolean>> all() {
        return vertx.executeBlocking(this::findAll, false);
    }

    private static RunRequest moveAll(Path folder, RunRequest request) throws IOException {
        Path unused = Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Map<String, List<UploadedFile>> moved = new LinkedHashMap<>();
        int number = 0;
        for (var field : request.files().entrySet()) {
            List<UploadedFile> files = new ArrayList<>();
            for (UploadedFile file : field.getValue()) {
                number++;
                files.add(move(file, folder.resolve("upload-" + number)));
            }
            moved.put(field.getKey(), files);
        }
        sync(folder);
        return new RunRequest(request.urlParams(), request.body(), request.form(), moved);
    }

    private static UploadedFile move(UploadedFile file, Path to) throws IOException {
        Path unused = Files.move(Path.of(file.path()), to, StandardCopyOption.ATOMIC_MOVE);
        sync(to);
        return new UploadedFile(file.filename(), file.contentType(), file.size(), to.toString());
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Map<RunId, Boolean> findAll() throws IOException {
        Instant young = Instant.now().minus(YOUNG);
        Map<RunId, Boolean> found = new HashMap<>();
        for (Path folder : FolderTree.entries(root.path())) {
            boolean old = Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(young);
            Optional<RunId> run = run(folder);
            if (run.isPresent()) {
                found.put(run.get(), old);
            } else if (old) {
                FolderTree.remove(folder); // only a task makes something of another name
            }
        }
        return found;
    }

    private Optional<RunId> run(Path folder) {
        String name = String.valueOf(folder.getFileName());
        try {
            RunId run = RunId.parse(name.substring(0, Math.max(0, name.indexOf('.'))));
            return root.of(run).equals(folder) ? Optional.of(run) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
