package dev.beworkflows.journal;

import io.vertx.core.Promise;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A queue of which only writes are asked; the test lets them through one after the other. */
final class WriteGate {
    private final BlockingQueue<Write> writes = new LinkedBlockingQueue<>();

    /** A call of {@link RunQueue#write} that waits for the test. */
    record Write(List<RunWrite> writes, Promise<RunQueue.Written> answer) {
        void accept() {
            answer.complete(new RunQueue.Written(
                    writes.stream().map(write -> write.claim().run()).collect(Collectors.toSet()), 1, false));
        }
    }

    RunQueue queue() {
        return (RunQueue) Proxy.newProxyInstance(
                RunQueue.class.getClassLoader(), new Class<?>[] {RunQueue.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("write")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    @SuppressWarnings("unchecked")
                    List<RunWrite> sent = (List<RunWrite>) arguments[0];
                    Write write = new Write(sent, Promise.promise());
                    writes.add(write);
                    return write.answer.future();
                });
    }

    Write next() throws InterruptedException {
        Write write = writes.poll(10, TimeUnit.SECONDS);
        if (write == null) {
            throw new AssertionError("nothing was written within 10 s");
        }
        return write;
    }
}
