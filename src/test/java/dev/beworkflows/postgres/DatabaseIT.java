package dev.beworkflows.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseIT {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private final Vertx vertx = Vertx.vertx();
    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(vertx, DATABASE.address(), 4);
    }

    @AfterEach
    void close() throws Exception {
        await(database.close());
        await(vertx.close());
    }

    @Test
    void speaksToTheDatabaseUnderItsNameAndInUtc() throws Exception {
        assertEquals(DATABASE.address().database(), one("SELECT current_database()::text"));
        assertEquals("be-workflows", one("SELECT current_setting('application_name')"));
        assertEquals("UTC", one("SELECT current_setting('timezone')"));
    }

    @Test
    void boundsStatementsAndForgottenTransactions() throws Exception {
        assertEquals("1min", one("SELECT current_setting('statement_timeout')"));
        assertEquals("30s", one("SELECT current_setting('idle_in_transaction_session_timeout')"));
    }

    /**
     * Also of what is written behind the answer: numbers of transactions that a crash takes back are given out again, and who has read up to one of them would miss what comes under it later.
     */
    @Test
    void waitsAtEachCommitUntilItIsDurable() throws Exception {
        assertEquals("on", one("SELECT current_setting('synchronous_commit')"));
        assertEquals("on", one("SELECT current_setting('fsync')"));
        assertEquals("on", one("SELECT current_setting('full_page_writes')"));
    }

    @Test
    void replacesConnectionsThatTheServerEnded() throws Exception {
        String first = one("SELECT pg_backend_pid()::text");
        TestDatabase.execute(DATABASE.address(), "SELECT pg_terminate_backend(" + first + ", 5000)");
        boolean[] replaced = {false};
        Eventually.within(java.time.Duration.ofSeconds(10), () -> {
            replaced[0] = database.pool()
                    .query("SELECT pg_backend_pid()::text")
                    .execute()
                    .map(rows -> !rows.iterator().next().getString(0).equals(first))
                    .otherwise(false)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            return replaced[0];
        });
        assertTrue(replaced[0]);
    }

    @Test
    void refusesAServerThatDoesNotEncryptWhenEncryptionIsRequired() throws Exception {
        assertEquals("1", answer(SslMode.PREFER));
        ExecutionException refusal = assertThrows(ExecutionException.class, () -> answer(SslMode.REQUIRE));
        assertFalse(refusal.toString().contains(DATABASE.address().password()));
    }

    private String answer(SslMode mode) throws Exception {
        DatabaseAddress plain = DATABASE.address();
        Database other = Database.open(
                vertx,
                new DatabaseAddress(plain.host(), plain.port(), plain.database(), plain.user(), plain.password(), mode),
                1);
        return await(other.pool()
                .query("SELECT '1'")
                .execute()
                .map(rows -> rows.iterator().next().getString(0))
                .eventually(other::close));
    }

    private String one(String sql) throws Exception {
        return await(database.pool()
                .query(sql)
                .execute()
                .map(rows -> rows.iterator().next().getString(0)));
    }

    private static <T> T await(Future<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
