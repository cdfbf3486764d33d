package dev.beworkflows.http;

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

    private UploadFolder(Vertx vertx, Path folder) {
        this.vertx = vertx;
        this.folder = folder.toAbsolutePath().toString();
    }

    /** Makes the folder and empties it: what lies there belongs to requests of a server that was killed. No other server may use it. */
    public static Future<UploadFolder> open(Vertx vertx, Path folder) {
        UploadFolder uploads = new UploadFolder(vertx, folder);
        var files = vertx.fileSystem();
        return files.mkdirs(uploads.folder, "rwx------")
                .compose(made -> files.readDir(uploads.folder))
                .compose(uploads::deleteAll)
                .map(uploads);
    }

    /** A path that no other upload has. */
    String newPath() {
        return folder + "/" + UUID.randomUUID();
    }

    Future<AsyncFile> create(String path) {
        return vertx.fileSystem()
                .open(path, new OpenOptions().setCreateNew(true).setRead(false).setPerms("rw-------"));
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
