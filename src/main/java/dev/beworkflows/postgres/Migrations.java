package dev.beworkflows.postgres;

import io.vertx.core.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a database's tables to the version of this server. It blocks: call it once, on the start-up thread, before anything reads or writes. */
public final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final String LOCATION = "classpath:db/migration";
    private static final int CONNECT_SECONDS = 10;

    private Migrations() {}

    /**
     * Runs what the database does not have yet. Several servers may do this at once: the others wait for the first and find nothing left to do.
     *
     * @return how many migrations it ran
     * @throws PostgresStartException when the database cannot be reached, a migration fails (it is rolled back), or one that ran has been changed since
     */
    public static int run(DatabaseAddress address) throws PostgresStartException {
        try {
            return run(address, LOCATION);
        } catch (FlywayException e) {
            throw new PostgresStartException("the database " + address + " cannot be prepared: " + e.getMessage());
        }
    }

    /** Whether {@link #run} would find nothing to do. Fails when the database cannot be reached. */
    public static Future<Boolean> areDone(Database database) {
        return MigrationFiles.areDone(database);
    }

    static int run(DatabaseAddress address, String location) {
        int count = Flyway.configure(Migrations.class.getClassLoader())
                .loggers(QuietFlywayLog.class.getName())
                .dataSource(dataSource(address))
                .locations(location)
                .failOnMissingLocations(true)
                .load()
                .migrate()
                .migrationsExecuted;
        LOG.info("database migrations executed={}", count);
        return count;
    }

    private static PGSimpleDataSource dataSource(DatabaseAddress address) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {address.host()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(address.database());
        source.setUser(address.user());
        source.setPassword(address.password());
        source.setSslMode(address.sslMode().word());
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setApplicationName(Database.APPLICATION_NAME);
        return source;
    }
}
