package dev.beworkflows.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh, empty database for a test class, in one embedded PostgreSQL for all of them. Use it as
 * {@code @RegisterExtension static final TestDatabase database = new TestDatabase();}. The folder stays under {@code target}, which makes the
 * next run quick.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {
    private static final int FOLDERS = 4;

    private Optional<DatabaseAddress> own = Optional.empty();

    public DatabaseAddress address() {
        return own.orElseThrow();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        DatabaseAddress server = server(context);
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        execute(server, "CREATE DATABASE " + name);
        own = Optional.of(server.withDatabase(name));
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        execute(server(context), "DROP DATABASE " + address().database() + " WITH (FORCE)");
    }

    /** One statement over JDBC, outside of what is tested. */
    static void execute(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection = connect(address);
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute(sql);
        }
    }

    static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database(),
                address.user(),
                address.password());
    }

    private static DatabaseAddress server(ExtensionContext context) {
        // the root store closes what is in it when the last test has ended
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(TestDatabase.class, key -> start(1), EmbeddedPostgres.class)
                .address();
    }

    /** Another test JVM may be at work in the first folder. */
    private static EmbeddedPostgres start(int number) {
        try {
            return EmbeddedPostgres.start(Path.of("target", "test-postgres-" + number));
        } catch (PostgresStartException e) {
            if (number == FOLDERS) {
                throw new IllegalStateException(e);
            }
            return start(number + 1);
        }
    }
}
