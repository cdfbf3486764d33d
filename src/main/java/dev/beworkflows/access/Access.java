package dev.beworkflows.access;

import java.util.Optional;

/** What came of asking whether a request may go on. */
public sealed interface Access {

    /** @param user who calls, when that is known */
    record Granted(Optional<String> user) implements Access {}

    /** A key is needed and the right one was not sent. */
    record KeyNeeded(String reason) implements Access {}

    /** The request was sent by a web page that is not ours, or under a name that is not this machine's. */
    record ForeignPage(String reason) implements Access {}
}
