package dev.beworkflows;

import dev.beworkflows.access.Keys;
import dev.beworkflows.postgres.Database;
import dev.beworkflows.postgres.DatabaseAddress;
import dev.beworkflows.postgres.EmbeddedPostgres;
import dev.beworkflows.postgres.Migrations;
import dev.beworkflows.postgres.Notifications;
import dev.beworkflows.postgres.PgSecretStore;
import dev.beworkflows.postgres.PostgresStartException;
import dev.beworkflows.secrets.SecretBox;
import dev.beworkflows.secrets.Secrets;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The database, from its address to what is read from it before anything is run. Blocks; for the start-up thread. */
final class DatabaseSetup {

    private final Basis basis;
    private final DatabaseAddress address;
    private final Database database;
    private final Future<Boolean> areDone;

    private DatabaseSetup(Basis basis, DatabaseAddress address, Database database, Future<Boolean> areDone) {
        this.basis = basis;
        this.address = address;
        this.database = database;
        this.areDone = areDone;
    }

    /** The database with its tables, what is heard of changes in it, and what of it is kept in memory. */
    record Stored(Database database, Notifications notifications, Keys keys, Secrets secrets) {}

    /** Of the given database, or of an embedded one, which is started meanwhile. */
    static Aside.Result<DatabaseAddress> address(Configuration configuration, DataFolder data, TakeDown takeDown)
            throws IOException {
        Optional<DatabaseAddress> given = configuration.database().address();
        if (given.isPresent()) {
            return given::get;
        }
        Path folder = data.folder("postgres");
        Aside<EmbeddedPostgres> starting = Aside.begin("database", () -> EmbeddedPostgres.start(folder));
        takeDown.first("embedded PostgreSQL", () -> starting.undo(EmbeddedPostgres::close));
        return () -> starting.result().address();
    }

    /** Returns while the database is asked for its tables. */
    static DatabaseSetup open(Basis basis, DatabaseAddress address) {
        Database database = Database.open(
                basis.vertx(), address, basis.configuration().database().connections());
        basis.takeDown().first("database", () -> Blocking.await(database.close()));
        return new DatabaseSetup(basis, address, database, Migrations.areDone(database));
    }

    DatabaseAddress address() {
        return address;
    }

    /** Its tables need not be there yet. */
    Database database() {
        return database;
    }

    /** Makes the tables that are missing, and reads keys and secrets. */
    Stored stored(AccessSetup access) throws StartException, PostgresStartException, IOException {
        if (!Blocking.result(areDone)) {
            int unusedCount = Migrations.run(address);
        }
        Notifications notifications = notifications();
        Keys keys = access.keys(database, notifications); // before anything that a refused server must not touch
        return new Stored(database, notifications, keys, secrets(notifications));
    }

    private Notifications notifications() {
        Notifications notifications = Notifications.listen(basis.vertx(), address);
        basis.takeDown().first("database listener", () -> Blocking.await(notifications.close()));
        return notifications;
    }

    private Secrets secrets(Notifications notifications) throws StartException, IOException {
        Optional<SecretBox> given = basis.configuration().secrets();
        Path file = basis.configuration().folders().secretsKeyFile();
        try {
            SecretBox box = given.isPresent() ? given.get() : SecretBox.of(file);
            Secrets secrets = new Secrets(new PgSecretStore(database, notifications), box);
            Blocking.await(secrets.refresh());
            return secrets;
        } catch (IllegalArgumentException e) {
            throw new StartException("the key for secrets in " + file + " cannot be used: " + e.getMessage());
        }
    }
}
