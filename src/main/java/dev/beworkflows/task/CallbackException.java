package dev.beworkflows.task;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request of a task that is answered with an error of the worker protocol, which the task then sees as a Python exception. */
public final class CallbackException extends RuntimeException {

    public static final int UNKNOWN_KEY = -32001;
    public static final int AGAINST_SCHEMA = -32002;
    public static final int UNKNOWN_ITEM = -32003;
    public static final int UNKNOWN_OBJECT = -32005;
    public static final int OVER_LIMIT = -32006;

    private final int code;
    private final ObjectNode data;

    public CallbackException(int code, String message, ObjectNode data) {
        super(message, null, false, false);
        this.code = code;
        this.data = data;
    }

    public int code() {
        return code;
    }

    public ObjectNode data() {
        return data;
    }
}
