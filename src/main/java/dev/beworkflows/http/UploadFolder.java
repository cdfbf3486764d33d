package dev.beworkflows.http;

import dev.beworkflows.disk.FolderAccess;
import dev.beworkflows.disk.FolderTree;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where uploaded files lie while their request lasts. May be used from any event loop. */
public final class UploadFolder {

    private static final Logger LOG = LoggerFactory.getLogger(UploadFolder.class);

    private final Vertx vertx;
    private final String folder;
    private final FolderAccess access;

    private UploadFolder(Vertx vertx, Path folder, FolderAccess access) {
        this.vertx = vertx;
        this.folder = folder.toAbsolutePath().toString();
        this.access = access;
    }

    /** Makes the folder and empties it: what lies there belongs to requests of a server that was killed. No other server may use it. */
    public static Future<UploadFolder> open(Vertx vertx, Path folder, FolderAccess access) {
        UploadFolder uploads = new UploadFolder(vertx, folder, access);
        var files = vertx.fileSystem();
        return vertx.executeBlocking(() -> access.lookUp(folder), false)
                .compose(made -> files.readDir(uploads.folder))
                .compose(uploads::deleteAll)
                .map(uploads);
    }

    /** How many bytes the files of requests under way have. Looks at every file, so that it is not to be asked often. */
    public Future<Long> bytes() {
        return vertx.executeBlocking(() -> FolderTree.bytes(Path.of(folder)), false);
    }

    /** A path that no other upload has. */
    String newPath() {
        return folder + "/" + UUID.randomUUID();
    }

    Future<AsyncFile> create(String path) {
        Future<AsyncFile> made = vertx.fileSystem()
                .open(path, new OpenOptions().setCreateNew(true).setRead(false).setPerms("rw-------"));
        return access.worker().isEmpty() ? made : made.compose(file -> lent(path, file));
    }

    private Future<AsyncFile> lent(String path, AsyncFile file) {
        return vertx.executeBlocking(
                () -> {
                    access.lend(Path.of(path));
                    return file;
                },
                false);
    }

    /** Deletes those that exist; never fails, since nobody could do anything about it. */
    Future<Void> deleteAll(List<String> paths) {
        var deletions = paths.stream().map(this::delete).toList();
        return Future.join(deletions).mapEmpty();
    }

    private Future<Void> delete(String path) {
        var files = vertx.fileSystem();
        return files.exists(path)
                .compose(exists -> exists ? files.delete(path) : Future.succeededFuture())
                .recover(failure -> {
                    LOG.warn("upload could not be deleted path={} reason={}", path, failure.toString());
                    return Future.succeededFuture();
                });
    }
}
