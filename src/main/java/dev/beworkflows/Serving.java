package dev.beworkflows;

import dev.beworkflows.cli.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Runs the server until SIGTERM. */
final class Serving {

    private Serving() {}

    /**
     * Returns only when the server cannot start.
     *
     * @param options from the command line
     * @param err is told why
     * @return the exit code
     */
    static int run(Map<Setting, String> options, PrintWriter err) {
        SettingValues values = new SettingValues(System.getenv(), options);
        Configuration configuration = Configuration.read(values);
        if (!values.problems().isEmpty()) {
            return refuse(values.problems(), err, ExitCode.WRONG_USE);
        }
        try {
            Server server = Server.start(configuration);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "bew-stop"));
            new CountDownLatch(1).await(); // the shutdown hook ends the process
            return ExitCode.DONE;
        } catch (StartException e) {
            return refuse(List.of(e.getMessage()), err, ExitCode.FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.DONE;
        } catch (RuntimeException e) {
            e.printStackTrace(err);
            err.flush();
            return ExitCode.FAILED;
        }
    }

    private static int refuse(List<String> problems, PrintWriter err, int exitCode) {
        err.println("The server cannot start:");
        problems.forEach(problem -> err.println("  " + problem));
        err.flush();
        return exitCode;
    }
}
