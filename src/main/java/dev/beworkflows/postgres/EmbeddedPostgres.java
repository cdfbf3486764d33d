package dev.beworkflows.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL that belongs to this server: made at the first start, taken over at the next, started again when it dies, and gone within moments
 * when this process is. Its methods block; call them on a start-up or shut-down thread.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration CLOSING = Duration.ofSeconds(60);
    private static final int PORT_ATTEMPTS = 3;

    private final FolderLock lock;
    private final DatabaseAddress address;
    private final PostgresSupervisor supervisor;
    private final Thread thread;

    private EmbeddedPostgres(FolderLock lock, DatabaseAddress address, PostgresSupervisor supervisor) {
        this.lock = lock;
        this.address = address;
        this.supervisor = supervisor;
        this.thread = new Thread(supervisor, "embedded-postgres");
    }

    /**
     * Returns when PostgreSQL takes connections: after a few seconds the first time, about 0.1 s later on, longer after a crash with much to replay.
     *
     * @param folder created where it is missing; everything the database has lies in it
     * @throws PostgresStartException with nothing left running and the folder free again
     */
    public static EmbeddedPostgres start(Path folder) throws PostgresStartException {
        FolderLock lock = FolderLock.take(folder);
        try {
            return start(lock);
        } catch (PostgresStartException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The same for the whole life of this object, also across restarts of PostgreSQL. */
    public DatabaseAddress address() {
        return address;
    }

    /** Shuts PostgreSQL down, which ends its connections, and frees the folder; a second call does nothing. */
    @Override
    public void close() {
        supervisor.requestClose();
        try {
            thread.join(CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            // the lock stays with the process: another server must not start beside a PostgreSQL that still works
            LOG.error(
                    "embedded_postgres state=stopping folder={} next=left to end with this process",
                    lock.folder().path());
        } else {
            lock.close();
        }
    }

    private static EmbeddedPostgres start(FolderLock lock) throws PostgresStartException {
        long begin = System.nanoTime();
        PostgresFolder folder = lock.folder();
        PostgresLog log = new PostgresLog(folder.log());
        // before the programs: an old PostgreSQL may still run from the ones that are then deleted
        new Leftovers(folder).clear();
        Path binaries = PostgresBinaries.unpack(folder);
        PostgresAccount account = new AccountChoice(folder, binaries).choose();
        String password = new DataDirectory(folder, binaries, account, log).prepare();
        EmbeddedPostgres started =
                onFreePort(lock, password, port -> new PostgresProgram(folder, log, account, binaries, port));
        LOG.info(
                "embedded_postgres state=running folder={} port={} account=\"{}\" after_ms={}",
                folder.path(),
                started.address.port(),
                account.words(),
                (System.nanoTime() - begin) / 1_000_000);
        return started;
    }

    private static EmbeddedPostgres onFreePort(FolderLock lock, String password, IntFunction<PostgresProgram> programs)
            throws PostgresStartException {
        for (int attempt = 1; ; attempt++) {
            int port = FreePort.find();
            PostgresProgram program = programs.apply(port);
            try {
                return supervised(lock, program, program.start(), port, password);
            } catch (PostgresStartException e) {
                if (attempt == PORT_ATTEMPTS || FreePort.isFree(port)) {
                    throw e;
                }
                LOG.warn("embedded_postgres port={} was taken meanwhile next=try another", port);
            }
        }
    }

    private static EmbeddedPostgres supervised(
            FolderLock lock, PostgresProgram program, RunningPostgres running, int port, String password) {
        String name = DataDirectory.NAME;
        DatabaseAddress address = new DatabaseAddress("127.0.0.1", port, name, name, password, SslMode.DISABLE);
        EmbeddedPostgres started = new EmbeddedPostgres(lock, address, new PostgresSupervisor(program, running));
        started.thread.setDaemon(true);
        started.thread.start();
        return started;
    }
}
