package dev.beworkflows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Between a browser and a server: a network that breaks, with all connections lost and no new ones until it is mended. */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean isCut;

    CuttingProxy(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::acceptAll);
    }

    String base() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    void cut() throws IOException {
        isCut = true;
        closeAll();
    }

    void mend() {
        isCut = false;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        closeAll();
    }

    private void closeAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket from = listening.accept();
                if (isCut) {
                    from.close();
                    continue;
                }
                Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
                from.setTcpNoDelay(true);
                to.setTcpNoDelay(true);
                sockets.addAll(List.of(from, to));
                daemon(() -> copy(from, to));
                daemon(() -> copy(to, from));
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            long unused = from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // either side is gone
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
