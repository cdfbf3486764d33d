package dev.beworkflows.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

/** An error answer: one side could not or would not do what the other asked for. */
public final class RpcException extends RuntimeException {

    public static final int NO_SUCH_METHOD = -32601;
    public static final int WRONG_PARAMS = -32602;
    public static final int INTERNAL = -32603;

    private final int code;
    private final JsonNode data;

    public RpcException(int code, String message) {
        this(code, message, NullNode.getInstance());
    }

    /** @param data anything that helps the other side; JSON null: nothing */
    public RpcException(int code, String message, JsonNode data) {
        super(message, null, false, false);
        this.code = code;
        this.data = data;
    }

    public int code() {
        return code;
    }

    public JsonNode data() {
        return data;
    }
}
