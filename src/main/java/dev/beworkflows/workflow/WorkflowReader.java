package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a definition, and refuses what is not one with everything that is wrong with it. */
public final class WorkflowReader {

    private static final List<String> MEMBERS = List.of(
            "id",
            "label",
            "description",
            "enabled",
            "mode",
            "methods",
            "timeout",
            "unknown_params",
            "tasks",
            "edges",
            "interceptor",
            "url_args",
            "body",
            "form",
            "response",
            "requirements");
    private static final List<String> ITEM_MEMBERS = List.of("key", "label", "desc", "fields");
    private static final int TEXT_CHARACTERS = 10_000;
    private static final int REQUIREMENT_CHARACTERS = 500;
    private static final double DAY = 86_400;

    private final DefinitionLimits limits;
    private final FieldReader fields;
    private final GraphReader graphs;

    public WorkflowReader(DefinitionLimits limits) {
        this.limits = limits;
        this.fields = new FieldReader(limits);
        this.graphs = new GraphReader(limits);
    }

    /** What came of reading. */
    public sealed interface Reading {

        record Accepted(Workflow workflow) implements Reading {}

        /** @param problems all of them */
        record Refused(List<WorkflowProblem> problems) implements Reading {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /** @param idWhenAbsent the id of a workflow whose definition names none */
    public Reading read(JsonNode definition, WorkflowId idWhenAbsent) {
        List<WorkflowProblem> problems = new ArrayList<>();
        Place place = Place.root(definition, problems);
        place.expectObject("a workflow", MEMBERS);
        if (!definition.isObject()) {
            return new Reading.Refused(problems);
        }
        place.expectCleanText();
        Optional<Workflow> workflow = workflow(place, idWhenAbsent);
        return workflow.isPresent() && problems.isEmpty()
                ? new Reading.Accepted(workflow.get())
                : new Reading.Refused(problems);
    }

    private Optional<Workflow> workflow(Place place, WorkflowId idWhenAbsent) {
        WorkflowId id = id(place.member("id"), idWhenAbsent);
        About about = new About(
                place.member("label").textOrEmpty(TEXT_CHARACTERS),
                place.member("description").textOrEmpty(TEXT_CHARACTERS));
        boolean enabled = place.member("enabled").flag(true);
        Calling calling = new Calling(
                place.member("mode").word(Mode.class, Mode.FOREGROUND),
                methods(place.member("methods")),
                place.member("timeout").seconds(DAY));
        Contract contract = new Contract(request(place), response(place.member("response")));
        Optional<String> interceptor = interceptor(place.member("interceptor"), calling.mode());
        List<String> requirements = requirements(place.member("requirements"));
        return graphs.read(place.member("tasks"), place.member("edges"))
                .map(graph -> new Workflow(
                        id, about, enabled, calling, contract, new Program(graph, interceptor, requirements)));
    }

    private static WorkflowId id(Place place, WorkflowId idWhenAbsent) {
        Optional<String> id = place.text(Integer.MAX_VALUE);
        if (id.isPresent() && !WorkflowId.isValid(id.get())) {
            place.problem("is '" + Place.cut(id.get()) + "'", WorkflowId.EXPECTED);
        }
        return id.filter(WorkflowId::isValid).map(WorkflowId::new).orElse(idWhenAbsent);
    }

    private static List<String> methods(Place place) {
        Set<String> methods = new HashSet<>();
        for (Place element : place.elements(Integer.MAX_VALUE)) {
            String method = element.node().asText();
            if (!element.node().isTextual() || !Calling.ALL_METHODS.contains(method)) {
                element.problem(
                        "is " + Place.cut(element.node().toString()),
                        "one of: " + String.join(", ", Calling.ALL_METHODS));
            } else if (!methods.add(method)) {
                element.problem("stands twice", "each method once");
            }
        }
        if (place.node().isArray() && place.node().isEmpty()) {
            place.problem("is empty", "at least one of: " + String.join(", ", Calling.ALL_METHODS));
        }
        return methods.isEmpty()
                ? Calling.ALL_METHODS
                : Calling.ALL_METHODS.stream().filter(methods::contains).toList();
    }

    private RequestFields request(Place place) {
        return new RequestFields(
                fields.read(place.member("url_args"), FieldReader.Use.URL_ARGS),
                fields.read(place.member("body"), FieldReader.Use.BODY),
                fields.read(place.member("form"), FieldReader.Use.FORM),
                place.member("unknown_params").word(UnknownParams.class, UnknownParams.REFUSE));
    }

    private List<ResponseItem> response(Place list) {
        List<ResponseItem> items = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Place place : list.elements(limits.fields())) {
            place.expectObject("a response item with key and fields", ITEM_MEMBERS);
            String key = place.node().isObject() ? FieldReader.name(place.member("key")) : "";
            if (!key.isEmpty() && !keys.add(key)) {
                place.member("key").problem("a second '" + Place.cut(key) + "'", "a key of its own");
            }
            About about = new About(
                    place.member("label").textOrEmpty(TEXT_CHARACTERS),
                    place.member("desc").textOrEmpty(TEXT_CHARACTERS));
            items.add(new ResponseItem(key, about, fields.read(place.member("fields"), FieldReader.Use.RESPONSE)));
        }
        return items;
    }

    private Optional<String> interceptor(Place place, Mode mode) {
        Optional<String> source = place.text(limits.codeCharacters());
        if (source.isPresent() && mode != Mode.BACKGROUND) {
            place.problem("stands in a foreground workflow", "an interceptor only with mode 'background'");
        }
        return source;
    }

    private List<String> requirements(Place place) {
        List<String> lines = new ArrayList<>();
        if (place.node().isTextual()) {
            place.node().textValue().lines().forEach(line -> requirement(place, line, lines));
        } else {
            place.elements(limits.requirements())
                    .forEach(element ->
                            element.text(REQUIREMENT_CHARACTERS).ifPresent(line -> requirement(element, line, lines)));
        }
        if (lines.size() > limits.requirements()) {
            place.problem("has " + lines.size() + " lines", "at most " + limits.requirements());
        }
        return lines;
    }

    private static void requirement(Place place, String text, List<String> lines) {
        String line = text.replaceFirst("(^|\\s)#.*", "").strip();
        if (line.startsWith("-")
                || line.contains("://")
                || line.length() > REQUIREMENT_CHARACTERS
                || line.contains("\n")) {
            place.problem(
                    "is '" + Place.cut(line) + "'",
                    "a package with an optional version such as 'pandas>=2', no options, no addresses");
        } else if (!line.isEmpty()) {
            lines.add(line);
        }
    }
}
