package dev.beworkflows.metrics;

/** What the first digit of a status says. */
enum StatusClass {
    INFORMATION,
    SUCCESS,
    REDIRECTION,
    CALLERS_FAULT,
    SERVERS_FAULT;

    static StatusClass of(int status) {
        return switch (status / 100) {
            case 1 -> INFORMATION;
            case 2 -> SUCCESS;
            case 3 -> REDIRECTION;
            case 4 -> CALLERS_FAULT;
            default -> SERVERS_FAULT;
        };
    }

    /** As it stands in a label. */
    String word() {
        return switch (this) {
            case INFORMATION -> "1xx";
            case SUCCESS -> "2xx";
            case REDIRECTION -> "3xx";
            case CALLERS_FAULT -> "4xx";
            case SERVERS_FAULT -> "5xx";
        };
    }
}
