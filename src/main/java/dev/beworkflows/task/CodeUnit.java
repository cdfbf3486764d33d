package dev.beworkflows.task;

import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.WorkflowId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Python source with the function to call in it.
 *
 * @param id the same id is always the same source of the same task; a worker compiles each id once
 * @param module the name of the Python module that it becomes
 * @param file what tracebacks call it
 */
public record CodeUnit(String id, String function, String module, String file, String source) {

    /** The name of every interceptor's function. */
    public static final String INTERCEPTOR = "intercept";

    /** The code of a task. A save that leaves it as it was leaves its id too, so that workers keep what they have compiled. */
    public static CodeUnit of(WorkflowId workflow, Task task) {
        String name = task.name().value();
        return new CodeUnit(
                hash(workflow.value() + '\n' + name + '\n' + task.code()),
                name,
                workflow.value().replace('-', '_') + "." + name,
                workflow.value() + "/" + name + ".py",
                task.code());
    }

    /** The code of an interceptor. */
    public static CodeUnit interceptor(WorkflowId workflow, String source) {
        return new CodeUnit(
                hash(workflow.value() + "\nintercept\ninterceptor\n" + source),
                INTERCEPTOR,
                workflow.value().replace('-', '_') + ".interceptor",
                workflow.value() + "/interceptor.py",
                source);
    }

    /** Code that only imports modules; one that cannot be imported does not keep the others from it. */
    public static CodeUnit imports(List<String> modules) {
        StringBuilder source = new StringBuilder("import importlib\n");
        for (String module : modules) {
            source.append("try:\n    importlib.import_module(\"")
                    .append(module)
                    .append("\")\nexcept Exception:\n    pass  # the task that needs it says so\n");
        }
        String text = source.toString();
        return new CodeUnit(hash(text), "", "preload", "preload.py", text);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
