package dev.beworkflows.postgres;

import java.io.IOException;
import java.nio.file.Path;

/** A server process that has nothing but its PostgreSQL; it says where that is, and ends when its standard input does. */
final class ServerMain {
    private ServerMain() {}

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]))) {
            DatabaseAddress address = postgres.address();
            System.out.println("address " + address.port() + " " + address.password());
            int end = System.in.read();
        } catch (PostgresStartException e) {
            System.out.println("refused " + e.getMessage());
        }
    }
}
