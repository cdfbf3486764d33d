package dev.beworkflows.rpc;

/** The other side sent something that is not of the protocol; the connection is of no more use. */
public final class ProtocolViolation extends RuntimeException {

    public ProtocolViolation(String message) {
        super(message, null, false, false);
    }
}
