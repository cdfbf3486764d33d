package dev.beworkflows.postgres;

/** Where a PostgreSQL database is and who may enter it; the password is kept out of {@link #toString()}. */
public record DatabaseAddress(String host, int port, String database, String user, String password, SslMode sslMode) {

    public DatabaseAddress {
        requireText("host", host);
        requireText("name", database);
        requireText("user", user);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the database port must be 1 to 65535, not " + port);
        }
    }

    /**
     * Reads {@code postgresql://user:password@host:port/database?sslmode=require}. User, password and database are percent-decoded; the port
     * is 5432 and the mode {@code prefer} when they are not given, the password may be missing.
     *
     * @throws IllegalArgumentException in words that never contain the password
     */
    public static DatabaseAddress parse(String url) {
        return DatabaseUrl.parse(url);
    }

    /** The same server, user and mode, another database. */
    public DatabaseAddress withDatabase(String other) {
        return new DatabaseAddress(host, port, other, user, password, sslMode);
    }

    @Override
    public String toString() {
        return "postgresql://" + user + ":***@" + host + ":" + port + "/" + database + "?sslmode=" + sslMode.word();
    }

    private static void requireText(String what, String value) {
        // a NUL byte ends a string in PostgreSQL's protocol, so what follows it would be read as something else
        if (value.isBlank() || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the database " + what + " must not be empty or contain a NUL byte");
        }
    }
}
