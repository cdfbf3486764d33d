package dev.beworkflows.environments;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** An index that answers nothing but its status, or nothing at all. */
final class SilentIndex implements AutoCloseable {

    private final HttpServer server;
    private final CountDownLatch never = new CountDownLatch(1);
    final CountDownLatch asked = new CountDownLatch(1);

    /** @param status 0: it never answers */
    SilentIndex(int status) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(action -> {
            Thread thread = new Thread(action, "index");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            asked.countDown();
            if (status == 0) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            exchange.sendResponseHeaders(status == 0 ? 503 : status, -1);
            exchange.close();
        });
        server.start();
    }

    String address(String credentials) {
        return "http://" + credentials + "127.0.0.1:" + server.getAddress().getPort() + "/simple";
    }

    @Override
    public void close() {
        never.countDown();
        server.stop(0);
    }
}
