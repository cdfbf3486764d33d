package dev.beworkflows.files;

/** A file that cannot be taken as it is; the message is for who handed it over. */
public final class RefusedFileException extends RuntimeException {

    RefusedFileException(String message) {
        super(message, null, false, false);
    }
}
