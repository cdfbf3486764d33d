package dev.beworkflows.postgres;

import dev.beworkflows.loop.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The pool of connections to PostgreSQL; to be used from any event loop. A connection that broke is replaced at the next use. */
public final class Database {
    static final String APPLICATION_NAME = "be-workflows";

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(15);
    private static final Duration STATEMENT = Duration.ofSeconds(60);
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(30);

    private static final int LONGEST_STATEMENT = 16_384;

    /** Characters that are read within a millisecond. */
    private static final int LONG_TEXT = 64 << 10;

    private final Vertx vertx;
    private final Pool pool;

    private Database(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    /** Connects at the first use, not here. */
    public static Database open(Vertx vertx, DatabaseAddress address, int connections) {
        PoolOptions size = new PoolOptions()
                .setMaxSize(connections)
                .setConnectionTimeout((int) WAIT_FOR_CONNECTION.toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        return new Database(
                vertx,
                PgBuilder.pool()
                        .with(size)
                        .with(new NetClientOptions()
                                .setConnectTimeout((int) CONNECT.toMillis())
                                .setTcpKeepAlive(true))
                        .connectingTo(connectOptions(address))
                        .using(vertx)
                        .build());
    }

    public Pool pool() {
        return pool;
    }

    /** For what has a state of its own. */
    EventLoop newLoop() {
        return EventLoop.create(vertx);
    }

    /** Builds what is to be sent, or reads what came, on a thread that nobody waits for: when that takes longer than an event loop should be busy. */
    <T> Future<T> offLoop(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }

    /**
     * Makes something of rows: at once when their texts are short, else off the loop.
     *
     * @param column whose text takes the time
     */
    <T> Future<T> read(RowSet<Row> rows, String column, Function<RowSet<Row>, T> reading) {
        long characters = 0;
        for (Row row : rows) {
            String text = row.getString(column);
            characters += text == null ? 0 : text.length();
        }
        return characters > LONG_TEXT
                ? offLoop(() -> reading.apply(rows))
                : Future.succeededFuture(reading.apply(rows));
    }

    /** Fails when the database does not answer. */
    public Future<Void> ping() {
        return pool.query("SELECT 1").execute().mapEmpty();
    }

    /** Completes when the connections are closed; statements under way fail. */
    public Future<Void> close() {
        return pool.close();
    }

    /** Also for connections outside of the pool, such as one that listens. */
    static PgConnectOptions connectOptions(DatabaseAddress address) {
        return new PgConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setDatabase(address.database())
                .setUser(address.user())
                .setPassword(address.password())
                .setSslMode(io.vertx.pgclient.SslMode.of(address.sslMode().word()))
                // like libpq in these modes: encrypted, but to whoever answers
                .setSslOptions(new ClientSSLOptions().setTrustAll(true).setHostnameVerificationAlgorithm(""))
                .setCachePreparedStatements(true)
                // the client keeps only statements of up to 2048 characters by default: the longest are called most
                .setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT)
                .setProperties(sessionSettings());
    }

    /** Bounds on the server's side, for the case that this side is stuck or gone. */
    private static Map<String, String> sessionSettings() {
        return Map.of(
                "application_name", APPLICATION_NAME,
                "statement_timeout", Long.toString(STATEMENT.toMillis()),
                "idle_in_transaction_session_timeout", Long.toString(IDLE_IN_TRANSACTION.toMillis()));
    }
}
