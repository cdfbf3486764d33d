package dev.beworkflows;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.catalog.StoredVersion;
import dev.beworkflows.catalog.VersionInfo;
import dev.beworkflows.cli.CommandFailure;
import dev.beworkflows.cli.ExitCode;
import dev.beworkflows.cli.NamedValue;
import dev.beworkflows.cli.RequestOptions;
import dev.beworkflows.cli.Terminal;
import dev.beworkflows.cli.WorkflowFolders;
import dev.beworkflows.journal.RunJournal;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.scheduler.Order;
import dev.beworkflows.schema.RequestCheck;
import dev.beworkflows.schema.RequestProblem;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}: runs the workflow in a folder once, without server and database. */
@Command(
        name = "run",
        description =
                "Runs the workflow in a folder once. Needs no server and no database: the answer goes to standard output, logs, messages and times to standard error.",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the run succeeded",
            "1:the workflow is wrong, or the run failed",
            "2:wrong use, or the request does not fit the workflow"
        })
final class RunCommand implements Callable<Integer> {

    private static final List<String> METHODS_WITH_BODY = List.of("POST", "PUT");

    @Parameters(paramLabel = "DIR", description = "A folder with a workflow.yaml.")
    private Path folder = Path.of(".");

    @Mixin
    private RequestOptions request = new RequestOptions();

    @Option(
            names = "--secret",
            paramLabel = "NAME=VALUE|NAME=@FILE",
            description = "What a task finds as ti.secrets['NAME'].")
    private List<String> secrets = new ArrayList<>();

    @Mixin
    private Terminal terminal = new Terminal();

    @Mixin
    private PythonOptions python = new PythonOptions();

    @Override
    public Integer call() throws Exception {
        WorkflowFolders.requireExisting(folder);
        try (Workbench bench = Workbench.open(python.settings())) {
            Workbench.Python processes = bench.python();
            FolderCheck.Outcome checked = new FolderCheck(bench.definitionCheck(processes)).of(folder);
            checked.errors().forEach(error -> terminal.tell(error.toString()));
            checked.warnings().forEach(warning -> terminal.tell(warning.place() + ": warning: " + warning.message()));
            if (checked.workflow().isEmpty()) {
                return ExitCode.FAILED;
            }
            return run(bench, processes, checked.workflow().get());
        }
    }

    private int run(Workbench bench, Workbench.Python processes, Workflow workflow) throws Exception {
        CallableWorkflow callable = callable(workflow);
        RunRequest checked =
                checked(callable, new LocalRequest(request, bench.folder().resolve("uploads")));
        RunJournal journal = bench.journal();
        Order order = Order.of(callable, new RunCaller(Optional.empty(), method(workflow), Map.of()), checked);
        LocalRun run = new LocalRun(order, journal, new LocalRunView(terminal, folder));
        return run.drive(bench.runs(processes, journal, secrets(workflow)), bench.loop())
                ? ExitCode.DONE
                : ExitCode.FAILED;
    }

    private static CallableWorkflow callable(Workflow workflow) {
        VersionRef version = new VersionRef(workflow.id(), 1);
        Instant now = Instant.now();
        VersionInfo info = new VersionInfo(version, now, Optional.empty(), "", Optional.of(now), true);
        return CallableWorkflow.of(new StoredVersion(info, workflow, Optional.empty()));
    }

    private RunRequest checked(CallableWorkflow workflow, LocalRequest local) {
        RequestCheck check = workflow.schemas().check(local.read());
        if (check instanceof RequestCheck.Accepted accepted) {
            return accepted.request();
        }
        StringBuilder message = new StringBuilder("the request does not fit the workflow:");
        List<RequestProblem> problems = ((RequestCheck.Refused) check).problems();
        problems.forEach(problem -> message.append("\n  ").append(inWords(problem)));
        throw CommandFailure.wrongUse(message.toString());
    }

    private static String inWords(RequestProblem problem) {
        String name = problem.name().isEmpty() ? "" : " '" + problem.name() + "'";
        return problem.in() + name + ": " + problem.message() + "; expected " + problem.expected();
    }

    /** @throws CommandFailure when one is missing, or the workflow does not declare it */
    private Map<String, String> secrets(Workflow workflow) {
        Map<String, String> values = new HashMap<>();
        secrets.forEach(text -> values.put(NamedValue.name("--secret", text), NamedValue.value(text)));
        List<String> declared = workflow.program().secrets();
        if (!values.keySet().equals(Set.copyOf(declared))) {
            String words = declared.isEmpty() ? "none" : String.join(", ", declared);
            throw CommandFailure.wrongUse("--secret: the workflow declares these secrets: " + words);
        }
        return values;
    }

    /** The one that such a call would most likely have. */
    private String method(Workflow workflow) {
        List<String> allowed = workflow.calling().methods();
        boolean sends = request.body().isPresent() || !request.form().isEmpty();
        return allowed.stream()
                .filter(method -> METHODS_WITH_BODY.contains(method) == sends)
                .findFirst()
                .orElse(allowed.get(0));
    }
}
