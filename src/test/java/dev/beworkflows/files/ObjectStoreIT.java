package dev.beworkflows.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.Await;
import dev.beworkflows.disk.FolderAccess;
import dev.beworkflows.postgres.Database;
import dev.beworkflows.postgres.Migrations;
import dev.beworkflows.postgres.PgObjectCatalog;
import dev.beworkflows.postgres.TestDatabase;
import dev.beworkflows.task.StoredObject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoreIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final Vertx VERTX = Vertx.vertx();
    private static final byte[] BYTES = "hello".getBytes(StandardCharsets.UTF_8);
    private static Database pool;
    private static ObjectCatalog catalog;

    @TempDir
    private Path folder;

    private ObjectStore store;

    @BeforeAll
    static void open() throws Exception {
        Migrations.run(database.address());
        pool = Database.open(VERTX, database.address(), 4);
        catalog = new PgObjectCatalog(pool);
    }

    @AfterAll
    static void close() throws Exception {
        Await.result(pool.close());
        Await.result(VERTX.close());
    }

    @BeforeEach
    void openStore() throws IOException {
        store = open(catalog);
    }

    @Test
    void aFileIsKeptUnderItsIdUntilItIsDeleted() throws Exception {
        incoming("4711-1");
        String id = Await.result(store.put("4711-1", "../mo\0del.pkl", "application/octet-stream", 5));
        StoredObject object = Await.result(store.get(id)).orElseThrow();

        assertEquals(new StoredObject(id, "../mo\uFFFDdel.pkl", "application/octet-stream", 5, object.path()), object);
        assertArrayEquals(BYTES, Files.readAllBytes(Path.of(object.path())));
        assertTrue(Path.of(object.path()).startsWith(folder.resolve("objects")));
        assertEquals(List.of(), filesIn(store.incoming()));

        assertTrue(Await.result(store.delete(id)));
        assertFalse(Await.result(store.delete(id)));
        assertEquals(Optional.empty(), Await.result(store.get(id)));
        assertEquals(List.of(), filesIn(folder));
    }

    @Test
    void whatIsNotAnIdIsNotFound() {
        for (String id : List.of("", "x", "../../etc/passwd", "01932F5E-9A00-7C44-8D11-2F6B1A0C9E77", "1-1-1-1-1")) {
            assertEquals(Optional.empty(), Await.result(store.get(id)));
            assertFalse(Await.result(store.delete(id)));
        }
    }

    @Test
    void namesThatLeadOutOfTheIncomingFolderAreRefused() throws Exception {
        Path secret = Files.write(folder.resolve("secret"), BYTES);
        for (String name :
                List.of("", ".", "..", "../../secret", "/etc/passwd", secret.toString(), "a/b", "a\0b", "missing")) {
            refused(store.put(name, "x", "text/plain", 5));
        }
        assertTrue(Files.exists(secret));
    }

    @Test
    void onlyPlainFilesOfTheNamedSizeAreTaken() throws Exception {
        Path secret = Files.write(folder.resolve("secret"), BYTES);
        Files.createSymbolicLink(store.incoming().resolve("link"), secret);
        Files.createDirectories(store.incoming().resolve("folder/deeper"));
        incoming("short");
        incoming("long");
        Files.write(store.incoming().resolve("large"), new byte[2_000]);

        refused(store.put("link", "x", "text/plain", 5));
        refused(store.put(
                "folder", "x", "text/plain", Files.size(store.incoming().resolve("folder"))));
        refused(store.put("short", "x", "text/plain", 6));
        refused(store.put("long", "x", "text/plain", 4));
        refused(store.put("large", "x", "text/plain", 2_000));
        assertEquals(List.of(secret), filesIn(folder));
    }

    @Test
    void anIdIsHandedOutOnlyWhenFileAndDescriptionAreDurable() throws Exception {
        ObjectCatalog broken = new ObjectCatalog() {
            @Override
            public Future<Void> insert(Entry entry) {
                return Future.failedFuture("the database is away");
            }

            @Override
            public Future<Optional<Entry>> find(ObjectId id) {
                return catalog.find(id);
            }

            @Override
            public Future<Long> bytes() {
                return catalog.bytes();
            }

            @Override
            public Future<Boolean> delete(ObjectId id) {
                return catalog.delete(id);
            }
        };
        incoming("4711-2");
        Future<String> put = open(broken).put("4711-2", "x", "text/plain", 5);
        assertThrows(Throwable.class, () -> Await.result(put));
        assertEquals(List.of(), filesIn(folder));
    }

    private ObjectStore open(ObjectCatalog described) throws IOException {
        return ObjectStore.open(
                VERTX,
                new ObjectStore.Root(folder.resolve("objects"), FolderAccess.SAME_USER),
                1_000,
                described,
                InstantSource.system());
    }

    private void incoming(String name) throws IOException {
        Files.write(store.incoming().resolve(name), BYTES);
    }

    private static void refused(Future<String> put) {
        assertThrows(RefusedFileException.class, () -> Await.result(put));
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }
}
