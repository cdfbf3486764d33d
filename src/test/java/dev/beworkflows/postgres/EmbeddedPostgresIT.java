package dev.beworkflows.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.Alone;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One folder goes through all tests, as a server's does through all its accidents; each test starts with a complete data directory that nobody uses. */
@Alone
class EmbeddedPostgresIT {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgresIT.class);
    private static final Duration LEASH = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path temporary;

    private Path folder;
    private Path data;

    @BeforeEach
    void makeTheDatabaseOnce() throws Exception {
        folder = temporary.toRealPath().resolve("postgres");
        data = folder.resolve("data");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            TestDatabase.execute(postgres.address(), "CREATE TABLE IF NOT EXISTS note (text text)");
            TestDatabase.execute(postgres.address(), "TRUNCATE note");
        }
        assertNothingRuns();
    }

    @Test
    void keepsItsDataAcrossARestartWhichIsQuick() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            write(postgres.address(), "kept");
        }
        assertNothingRuns();
        long start = System.nanoTime();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            LOG.info("measured restart={}", took);
            assertEquals(List.of("kept"), notes(postgres.address()));
            assertTrue(took.compareTo(Duration.ofSeconds(3)) < 0, took.toString());
        }
    }

    @Test
    void keepsItsPromisesOfDurabilityAndPrivacy() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            DatabaseAddress address = postgres.address();
            assertEquals("on", one(address, "SHOW fsync"));
            assertEquals("on", one(address, "SHOW synchronous_commit"));
            assertEquals("127.0.0.1", one(address, "SHOW listen_addresses"));
            DatabaseAddress superuser = new DatabaseAddress(
                    address.host(), address.port(), "postgres", "postgres", address.password(), SslMode.DISABLE);
            assertEquals("", one(superuser, "SHOW unix_socket_directories"));
            assertEquals("UTF8", one(address, "SHOW server_encoding"));
            assertEquals("off", one(address, "SHOW is_superuser"));
            assertEquals("rw-------", permissions(folder.resolve("password")));
            assertEquals("rwx------", permissions(data));
            assertEquals(48, address.password().length());
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            DatabaseAddress right = postgres.address();
            for (String user : List.of(right.user(), "postgres")) {
                DatabaseAddress wrong =
                        new DatabaseAddress(right.host(), right.port(), "postgres", user, "guess", SslMode.DISABLE);
                SQLException refusal = assertThrows(SQLException.class, () -> TestDatabase.connect(wrong));
                assertEquals("28P01", refusal.getSQLState());
            }
        }
    }

    @Test
    void neverShowsThePasswordInCommandLinesOrEnvironmentsOrItsLog() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            String password = postgres.address().password();
            for (long id : processes()) {
                Path process = Path.of("/proc", Long.toString(id));
                assertFalse(Files.readString(process.resolve("cmdline")).contains(password));
                assertFalse(Files.readString(process.resolve("environ")).contains(password));
            }
            assertFalse(Files.readString(folder.resolve("postgres.log")).contains(password));
        }
    }

    @Test
    void comesBackOnTheSamePortWhenItIsKilled() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            write(postgres.address(), "before");
            long killed = postmaster();
            kill(killed);
            Duration took = Eventually.within(PATIENCE, () -> isUp(postgres.address()) && postmaster() != killed);
            LOG.info("measured back_after_kill={}", took);
            assertEquals(List.of("before"), notes(postgres.address()));
        }
        assertNothingRuns();
    }

    @Test
    void comesBackWhenItIsKilledWhileAStatementRuns() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
                Connection busy = TestDatabase.connect(postgres.address());
                Statement statement = busy.createStatement()) {
            write(postgres.address(), "before");
            Thread work = new Thread(() -> assertThrows(
                    SQLException.class,
                    () -> statement.execute(
                            "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b")));
            work.start();
            Eventually.within(
                    PATIENCE,
                    () -> one(
                                    postgres.address(),
                                    "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%generate_series%' AND pid <> pg_backend_pid()")
                            .equals("1"));
            long killed = postmaster();
            kill(killed);
            Eventually.within(PATIENCE, () -> isUp(postgres.address()) && postmaster() != killed);
            work.join(PATIENCE.toMillis());
            assertFalse(work.isAlive());
            assertEquals(List.of("before"), notes(postgres.address()));
        }
    }

    @Test
    void comesBackWhenItsLeashIsKilled() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            write(postgres.address(), "before");
            long first = postmaster();
            kill(ProcessHandle.of(first).orElseThrow().parent().orElseThrow().pid());
            Eventually.within(PATIENCE, () -> isUp(postgres.address()) && postmaster() != first);
            assertEquals(List.of("before"), notes(postgres.address()));
        }
        assertNothingRuns();
    }

    @Test
    void goesAwayWithAKilledServerAndKeepsWhatWasCommitted() throws Exception {
        ServerProcess server = ServerProcess.start(folder);
        write(server.address(), "committed");
        try (Connection open = TestDatabase.connect(server.address())) {
            assertTrue(open.isValid(1));
            assertTrue(processes().size() > 3);
            long start = System.nanoTime();
            server.kill();
            LOG.info("measured death_of_server={}", Duration.ofNanos(System.nanoTime() - start));
            Duration took = Eventually.within(LEASH, () -> processes().isEmpty());
            LOG.info("measured gone_after_kill_of_server={}", took);
        }
        try (EmbeddedPostgres next = EmbeddedPostgres.start(folder)) {
            assertEquals(List.of("committed"), notes(next.address()));
        }
    }

    @Test
    void startsAfterServerAndPostgresWereKilledTogether() throws Exception {
        ServerProcess server = ServerProcess.start(folder);
        write(server.address(), "committed");
        List<Long> processes = processes();
        server.kill();
        processes.forEach(EmbeddedPostgresIT::kill);
        try (EmbeddedPostgres next = EmbeddedPostgres.start(folder)) {
            assertEquals(List.of("committed"), notes(next.address()));
        }
    }

    @Test
    void shutsDownAnOrphanThatLostItsLeash() throws Exception {
        ServerProcess server = ServerProcess.start(folder);
        write(server.address(), "committed");
        ProcessHandle shell =
                ProcessHandle.of(postmaster()).orElseThrow().parent().orElseThrow();
        List<ProcessHandle> watchers = shell.children()
                .filter(child -> child.pid() != uncheckedPostmaster())
                .toList();
        watchers.forEach(watcher -> kill(watcher.pid()));
        kill(shell.pid());
        server.kill();
        try (EmbeddedPostgres next = EmbeddedPostgres.start(folder)) {
            assertEquals(List.of("committed"), notes(next.address()));
        }
        assertNothingRuns();
    }

    @Test
    void refusesASecondServerOnTheFolderInWords() throws Exception {
        try (ServerProcess first = ServerProcess.start(folder)) {
            PostgresStartException refusal =
                    assertThrows(PostgresStartException.class, () -> EmbeddedPostgres.start(folder));
            assertTrue(refusal.getMessage().startsWith("another server (process "), refusal.getMessage());
            assertEquals(List.of(), notes(first.address()));
        }
    }

    @Test
    void refusesItselfASecondTimeAndKeepsTheLock() throws Exception {
        try (EmbeddedPostgres first = EmbeddedPostgres.start(folder)) {
            PostgresStartException refusal =
                    assertThrows(PostgresStartException.class, () -> EmbeddedPostgres.start(folder));
            assertTrue(refusal.getMessage().startsWith("another server (this process)"), refusal.getMessage());
            try (ServerProcess other = ServerProcess.start(folder)) {
                assertTrue(other.said().startsWith("refused another server"), other.said());
            }
            assertEquals(List.of(), notes(first.address()));
        }
    }

    @Test
    void ignoresAPidFileWithTheNumberOfAStranger() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            Files.writeString(
                    data.resolve("postmaster.pid"), stranger.pid() + "\n" + data + "\n1\n5432\n\n127.0.0.1\n\nready\n");
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
                assertEquals(List.of(), notes(postgres.address()));
                assertTrue(stranger.isAlive());
            }
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void throwsAwayAHalfMadeDataDirectory() throws Exception {
        Path other = temporary.resolve("half-made");
        Files.createDirectories(other.resolve("data.new").resolve("base"));
        Files.writeString(other.resolve("data.new").resolve("PG_VERSION"), "18\n");
        Files.createDirectories(other.resolve("binaries.new"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(other)) {
            assertEquals("1", one(postgres.address(), "SELECT 1"));
        }
        assertTrue(Files.notExists(other.resolve("data.new")));
        assertTrue(Files.notExists(other.resolve("binaries.new")));
    }

    @Test
    void showsTheLastLinesOfItsLogWhenItCannotStart() throws Exception {
        Path control = data.resolve("global").resolve("pg_control");
        Path aside = data.resolveSibling("pg_control");
        Files.move(control, aside);
        try {
            PostgresStartException refusal =
                    assertThrows(PostgresStartException.class, () -> EmbeddedPostgres.start(folder));
            assertTrue(refusal.getMessage().contains("pg_control"), refusal.getMessage());
        } finally {
            Files.move(aside, control);
        }
        assertNothingRuns();
    }

    @Test
    void refusesAFolderWhoseNameAShellWouldMisread() {
        for (String name : List.of("a\"b", "a$b", "a`b", "a\\b", "a\nb")) {
            PostgresStartException refusal =
                    assertThrows(PostgresStartException.class, () -> EmbeddedPostgres.start(temporary.resolve(name)));
            assertTrue(refusal.getMessage().contains("its path contains"), refusal.getMessage());
        }
    }

    @Test
    void worksInAFolderWithBlanksAndQuotes() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temporary.resolve("it's a; folder"))) {
            assertEquals("1", one(postgres.address(), "SELECT 1"));
        }
    }

    @Test
    void refusesDataOfAnotherMajorVersionInWords() throws Exception {
        Files.writeString(data.resolve("PG_VERSION"), "17\n");
        try {
            PostgresStartException refusal =
                    assertThrows(PostgresStartException.class, () -> EmbeddedPostgres.start(folder));
            assertTrue(refusal.getMessage().contains("made by PostgreSQL 17"), refusal.getMessage());
        } finally {
            Files.writeString(data.resolve("PG_VERSION"), "18\n");
        }
    }

    @Test
    void runsAsAnotherAccountWhereUserNamespacesAreForbidden() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(SystemUser.current() == 0, "only root has this problem");
        Path programs = Files.createDirectories(temporary.resolve("programs"));
        Files.writeString(programs.resolve("unshare"), "#!/bin/sh\necho unshare: Operation not permitted\nexit 1\n");
        Files.setPosixFilePermissions(programs.resolve("unshare"), PosixFilePermissions.fromString("rwxr-xr-x"));
        String searchPath = programs + File.pathSeparator + System.getenv("PATH");
        try (ServerProcess closed = ServerProcess.start(folder, searchPath)) {
            assertTrue(closed.said().contains("chmod o+x"), closed.said());
        }
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
        try (ServerProcess server = ServerProcess.start(folder, searchPath)) {
            write(server.address(), "as another");
            String status = Files.readString(Path.of("/proc", Long.toString(postmaster()), "status"));
            assertFalse(status.contains("Uid:\t0"), status);
            assertTrue(status.contains("CapEff:\t0000000000000000"), status);
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
            assertEquals(List.of("as another"), notes(postgres.address()));
        }
    }

    private void assertNothingRuns() throws Exception {
        assertEquals(List.of(), processes());
    }

    private List<Long> processes() throws IOException {
        return new Leftovers(PostgresFolder.of(folder))
                .processes().stream().map(Leftovers.Leftover::id).toList();
    }

    private long postmaster() throws Exception {
        try {
            return Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    private long uncheckedPostmaster() {
        try {
            return postmaster();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void kill(long id) {
        ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static boolean isUp(DatabaseAddress address) {
        try (Connection connection = TestDatabase.connect(address)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static void write(DatabaseAddress address, String note) throws SQLException {
        TestDatabase.execute(address, "INSERT INTO note VALUES ('" + note + "')");
    }

    private static List<String> notes(DatabaseAddress address) throws SQLException {
        return all(address, "SELECT text FROM note");
    }

    private static String one(DatabaseAddress address, String sql) throws SQLException {
        return all(address, sql).get(0);
    }

    private static List<String> all(DatabaseAddress address, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = TestDatabase.connect(address);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
