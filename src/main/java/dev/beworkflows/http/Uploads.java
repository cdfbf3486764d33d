package dev.beworkflows.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The uploaded files of one request: written one after the other, deleted together. Belongs to the request's event loop. */
final class Uploads {

    private final UploadFolder folder;
    private final List<String> paths = new ArrayList<>();
    private Future<Void> done = Future.succeededFuture();
    private @Nullable AsyncFile open;

    Uploads(UploadFolder folder) {
        this.folder = folder;
    }

    /** Begins the next file; returns where it will lie. */
    String begin() {
        String path = folder.newPath();
        paths.add(path);
        done = done.compose(before -> folder.create(path)).map(file -> {
            open = file;
            return null;
        });
        return path;
    }

    void write(byte[] bytes, int from, int to) {
        Buffer piece = Buffer.buffer(to - from).appendBytes(bytes, from, to - from);
        done = done.compose(before -> open == null ? Future.succeededFuture() : open.write(piece));
    }

    void end() {
        done = done.compose(before -> close());
    }

    /** Everything that was asked for so far is on disk, or failed. */
    Future<Void> done() {
        return done;
    }

    /** Deletes all files, after what is being written; more than once is the same as once. */
    void delete() {
        if (!paths.isEmpty()) {
            List<String> all = List.copyOf(paths);
            paths.clear();
            done = done.transform(before -> close()).transform(closed -> folder.deleteAll(all));
        }
    }

    private Future<Void> close() {
        AsyncFile file = open;
        open = null;
        return file == null ? Future.succeededFuture() : file.close();
    }
}
