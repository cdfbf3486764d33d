package dev.beworkflows.postgres;

import dev.beworkflows.disk.FolderTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** Makes the data directory once: under another name, which is renamed when everything is in it, so that a start that was killed leaves nothing half-made. */
final class DataDirectory {
    /** The database, and the role that owns it; the superuser {@code postgres} has the same password. */
    static final String NAME = "be_workflows";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PASSWORD_BYTES = 24;

    private final PostgresFolder folder;
    private final Path binaries;
    private final PostgresAccount account;
    private final PostgresLog log;

    DataDirectory(PostgresFolder folder, Path binaries, PostgresAccount account, PostgresLog log) {
        this.folder = folder;
        this.binaries = binaries;
        this.account = account;
        this.log = log;
    }

    /** The password of a complete data directory of the right version, which is made where there is none. */
    String prepare() throws PostgresStartException {
        try {
            if (Files.notExists(folder.data())) {
                create();
            }
            requireVersion();
            return Files.readString(folder.password()).strip();
        } catch (IOException e) {
            throw new PostgresStartException("the data directory " + folder.data() + " cannot be prepared", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresStartException("interrupted while the data directory was made", e);
        }
    }

    private void create() throws IOException, InterruptedException, PostgresStartException {
        FolderTree.remove(folder.newData());
        Path unused = Files.createDirectory(folder.newData(), privateTo("rwx------"));
        String password = writePassword();
        account.handOver(folder);
        log.mark();
        runInitdb();
        createRoleAndDatabase(password);
        FileTrees.renameDurably(folder.newData(), folder.data());
    }

    private void requireVersion() throws IOException, PostgresStartException {
        String version = Files.readString(folder.data().resolve("PG_VERSION")).strip();
        if (!version.equals(Integer.toString(PostgresBinaries.MAJOR_VERSION))) {
            throw new PostgresStartException(
                    "the data directory " + folder.data() + " was made by PostgreSQL " + version
                            + ", this server brings PostgreSQL " + PostgresBinaries.MAJOR_VERSION
                            + ": dump it with the server that made it and restore the dump here");
        }
    }

    private String writePassword() throws IOException {
        byte[] secret = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(secret);
        String password = HexFormat.of().formatHex(secret);
        boolean unused = Files.deleteIfExists(folder.password());
        Path file = Files.createFile(folder.password(), privateTo("rw-------"));
        Files.writeString(file, password + "\n");
        FileTrees.flush(file);
        return password;
    }

    private void runInitdb() throws IOException, InterruptedException, PostgresStartException {
        Leash initdb = Leash.start(
                account.command(List.of(
                        binaries.resolve("initdb").toString(),
                        "-D",
                        folder.newData().toString(),
                        "-U",
                        "postgres",
                        "-A",
                        "scram-sha-256",
                        "--pwfile=" + folder.password(),
                        "-E",
                        "UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--set",
                        "cluster_name=" + folder.marker())),
                folder.newData(),
                log.file());
        boolean ended = initdb.endsWithin(PATIENCE);
        initdb.release();
        if (!ended || initdb.exitCode() != 0) {
            throw new PostgresStartException("initdb failed in " + folder.newData() + ":" + log.tail());
        }
    }

    /** Through the single-user mode, as part of making the directory: the server's own role is not a superuser, so nothing it runs reaches files or programs. */
    private void createRoleAndDatabase(String password)
            throws IOException, InterruptedException, PostgresStartException {
        String sql = """
                CREATE ROLE be_workflows LOGIN CREATEDB PASSWORD '%s'
                CREATE DATABASE be_workflows OWNER be_workflows
                """.formatted(password);
        Process postgres = CleanProcess.of(account.command(List.of(
                        binaries.resolve("postgres").toString(),
                        "--single",
                        "-D",
                        folder.newData().toString(),
                        "-c",
                        "exit_on_error=on",
                        "-c",
                        "cluster_name=" + folder.marker(),
                        "-c",
                        "log_min_error_statement=panic",
                        "postgres")))
                .directory(folder.newData().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file()))
                .start();
        postgres.getOutputStream().write(sql.getBytes(StandardCharsets.UTF_8));
        postgres.getOutputStream().close();
        if (postgres.waitFor() != 0) {
            throw new PostgresStartException("the database cannot be made in " + folder.newData() + ":" + log.tail());
        }
    }

    private static java.nio.file.attribute.FileAttribute<?> privateTo(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
