package dev.beworkflows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** The program, as it is typed at a terminal. */
record CommandLineTool(List<String> options) {

    /** @param err what people read meanwhile */
    record Typed(int exitCode, String out, String err) {

        JsonNode json() throws Exception {
            return TestServer.JSON.readTree(out);
        }

        @Override
        public String toString() {
            return "exit " + exitCode + "\n" + out + "\n" + err;
        }
    }

    static Typed type(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = Commands.commandLine();
        program.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = program.execute(arguments);
        return new Typed(exitCode, out.toString(), err.toString());
    }

    /** With the options of this tool after the arguments. */
    Typed on(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(options);
        return type(all.toArray(String[]::new));
    }
}
