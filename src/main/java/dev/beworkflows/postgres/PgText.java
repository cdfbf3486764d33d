package dev.beworkflows.postgres;

/** Text for PostgreSQL, whose text cannot hold a NUL. */
final class PgText {

    private PgText() {}

    /** With the sign for "no character" where there was a NUL; half a surrogate pair becomes a question mark on the way by itself. */
    static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }
}
