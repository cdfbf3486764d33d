package dev.beworkflows.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A {@link ServerMain} in a JVM of its own. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final String said;

    private ServerProcess(Process process, String said) {
        this.process = process;
        this.said = said;
    }

    static ServerProcess start(Path folder, String searchPath) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=logback-test.xml", // standard output is for what it says
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName(),
                folder.toString()));
        builder.environment().put("PATH", searchPath);
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new ServerProcess(process, answer(process.inputReader()));
    }

    static ServerProcess start(Path folder) throws IOException {
        return start(folder, System.getenv("PATH"));
    }

    /** Where its PostgreSQL is, or its words of refusal. */
    String said() {
        return said;
    }

    DatabaseAddress address() {
        String[] words = said.split(" ", -1);
        return new DatabaseAddress(
                "127.0.0.1", Integer.parseInt(words[1]), "be_workflows", "be_workflows", words[2], SslMode.DISABLE);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        Process unused = process.onExit().join();
    }

    /** Log lines come before the answer. */
    private static String answer(BufferedReader output) throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith("address ") && !line.startsWith("refused ")) {
            line = output.readLine();
        }
        return String.valueOf(line);
    }
}
