package dev.beworkflows.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One message as it came over the line. */
public sealed interface RpcMessage {

    /** Hands the message to the method that is for its kind. */
    void to(Receiver receiver);

    record Request(long id, String method, ObjectNode params) implements RpcMessage {
        @Override
        public void to(Receiver receiver) {
            receiver.request(this);
        }
    }

    record Notification(String method, ObjectNode params) implements RpcMessage {
        @Override
        public void to(Receiver receiver) {
            receiver.notification(this);
        }
    }

    record Result(long id, JsonNode result) implements RpcMessage {
        @Override
        public void to(Receiver receiver) {
            receiver.result(this);
        }
    }

    record Failure(long id, RpcException error) implements RpcMessage {
        @Override
        public void to(Receiver receiver) {
            receiver.failure(this);
        }
    }

    /** What is done with each kind of message. */
    interface Receiver {
        void request(Request request);

        void notification(Notification notification);

        void result(Result result);

        void failure(Failure failure);
    }
}
