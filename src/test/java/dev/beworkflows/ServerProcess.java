package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as an operating system process of its own, started as its user starts it. */
final class ServerProcess implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("address +(http://\\S+)");

    final Process process;
    final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private String base = "";

    private ServerProcess(Process process) {
        this.process = process;
    }

    static ServerProcess start(Path data, String... options) throws IOException {
        return startIn(List.of(), data, options);
    }

    /** @param jvm options of the Java virtual machine */
    static ServerProcess startIn(List<String> jvm, Path data, String... options) throws IOException {
        return start(jvm, Map.of(), data, options);
    }

    /** @param environment instead of what this program has */
    static ServerProcess startWith(Map<String, String> environment, Path data, String... options) throws IOException {
        return start(List.of(), environment, data, options);
    }

    private static ServerProcess start(List<String> jvm, Map<String, String> environment, Path data, String... options)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of(
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.beworkflows.Main",
                "serve",
                "--port",
                "0",
                "--data",
                data.toString()));
        if (!List.of(options).contains("--isolation")) {
            command.addAll(List.of("--isolation", TestServer.ISOLATION));
        }
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("BEW_"));
        builder.environment().putAll(environment);
        ServerProcess server = new ServerProcess(builder.start());
        server.waitUntilReady();
        return server;
    }

    String base() {
        return base;
    }

    /** Whether a line of its log has these words. */
    boolean has(String words) {
        synchronized (log) {
            return log.stream().anyMatch(line -> line.contains(words));
        }
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the server does not stop on SIGTERM");
    }

    private void waitUntilReady() throws IOException {
        BufferedReader reader = process.inputReader();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            log.add(line);
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                base = address.group(1);
            }
            if (line.contains("is ready after")) {
                Thread rest = new Thread(() -> reader.lines().forEach(log::add));
                rest.setDaemon(true);
                rest.start();
                return;
            }
        }
        throw new IOException("the server did not start: " + String.join("\n", log));
    }
}
