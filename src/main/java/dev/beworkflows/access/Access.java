package dev.beworkflows.access;

/** What came of asking whether a request may go on. */
public sealed interface Access {

    record Granted(Principal principal) implements Access {}

    /** A key is needed and the right one was not sent. */
    record KeyNeeded(String reason) implements Access {}

    /** The request was sent by a web page that is not ours, or under a name that is not this machine's. */
    record ForeignPage(String reason) implements Access {}

    /** It is known who asks, and that they may not. */
    record Forbidden(String reason) implements Access {}
}
