package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a workflow from the JSON in which its author defines it. Never throws: whatever is wrong with a definition becomes a problem, and all of them are told at once. */
public final class WorkflowReader {

    static final Set<String> MEMBERS = Set.of(
            "id",
            "label",
            "description",
            "enabled",
            "mode",
            "methods",
            "timeout",
            "unknown_params",
            "priority",
            "concurrency",
            "url_args",
            "body",
            "form",
            "tasks",
            "edges",
            "interceptor",
            "response",
            "requirements",
            "python",
            "preload",
            "network",
            "secrets",
            "limits");

    /** What the server adds when it answers with a definition, so that an answer can be sent back as it came. */
    private static final Set<String> IGNORED =
            Set.of("version", "saved_at", "author", "message", "published", "publishing", "environment", "warnings");

    private static final int MOST_SECRETS = 100;
    private static final int LONGEST_SECRET = 64;

    private final DefinitionLimits limits;

    public WorkflowReader(DefinitionLimits limits) {
        this.limits = limits;
    }

    /** What came of reading a definition. */
    public sealed interface Reading {

        record Accepted(Workflow workflow) implements Reading {}

        /** @param problems all of them, in the order of the definition; beyond 1000 their number only */
        record Refused(List<WorkflowProblem> problems) implements Reading {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /** @param idWhenAbsent for a definition without {@code id} */
    public Reading read(JsonNode definition, WorkflowId idWhenAbsent) {
        Place root = new Place(definition, "", new Problems());
        if (!root.isObjectOf("the definition", MEMBERS, IGNORED)) {
            return new Reading.Refused(root.problems().all());
        }
        StorableReader.read(root);
        Workflow workflow = workflow(root, idWhenAbsent);
        return root.problems().isEmpty()
                ? new Reading.Accepted(workflow)
                : new Reading.Refused(root.problems().all());
    }

    private Workflow workflow(Place root, WorkflowId idWhenAbsent) {
        WorkflowId id = id(root.member("id")).orElse(idWhenAbsent);
        About about = new About(
                root.member("label").text().orElse(""),
                root.member("description").text().orElse(""));
        boolean enabled = root.member("enabled").flag(true);
        Calling calling = CallingReader.read(root);
        Contract contract = new ContractReader(limits).read(root);
        return new Workflow(id, about, enabled, calling, contract, program(root, calling.mode()));
    }

    private static Optional<WorkflowId> id(Place place) {
        Optional<String> text = place.text();
        if (text.isPresent() && !WorkflowId.isValid(text.get())) {
            place.refuse(Texts.quoted(text.get()) + " cannot be an id", WorkflowId.EXPECTED);
            return Optional.empty();
        }
        return text.map(WorkflowId::new);
    }

    private Program program(Place root, Mode mode) {
        TaskReader reader = new TaskReader(limits);
        List<Task> tasks = reader.read(root.member("tasks"));
        Graph graph = new GraphReader(tasks, root.member("tasks"), limits).read(root.member("edges"));
        Optional<String> interceptor = interceptor(root.member("interceptor"), mode, reader);
        Needs needs = new NeedsReader(limits).read(root);
        ResourceLimits resources = ResourceLimitsReader.read(root.member("limits"));
        return new Program(graph, interceptor, needs, secrets(root.member("secrets")), resources);
    }

    private static Optional<String> interceptor(Place place, Mode mode, TaskReader reader) {
        Optional<String> code = place.text().map(source -> reader.checked(place, source));
        if (code.isPresent() && mode != Mode.BACKGROUND) {
            place.refuse("only a background workflow has an interceptor", "no interceptor, or mode: background");
        }
        return code;
    }

    private static List<String> secrets(Place list) {
        Set<String> names = new LinkedHashSet<>();
        for (Place place : list.elements("secrets", MOST_SECRETS)) {
            String name = place.text().orElse("");
            if (!TaskName.isValid(name) || name.length() > LONGEST_SECRET) {
                place.refuse(
                        "this is not the name of a secret",
                        "1 to " + LONGEST_SECRET + " letters, digits or '_', not starting with a digit");
            } else if (!names.add(name)) {
                place.refuse(Texts.quoted(name) + " is there twice", "every name once");
            }
        }
        return List.copyOf(names);
    }
}
