package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.catalog.FolderEntry;
import dev.beworkflows.catalog.ImportOutcome;
import dev.beworkflows.catalog.Publication;
import dev.beworkflows.catalog.SaveOutcome;
import dev.beworkflows.catalog.Saving;
import dev.beworkflows.catalog.StoredVersion;
import dev.beworkflows.catalog.Unsaved;
import dev.beworkflows.catalog.VersionInfo;
import dev.beworkflows.catalog.WorkflowFilter;
import dev.beworkflows.catalog.WorkflowSummary;
import dev.beworkflows.environments.Lock;
import dev.beworkflows.workflow.About;
import dev.beworkflows.workflow.Calling;
import dev.beworkflows.workflow.Contract;
import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.Needs;
import dev.beworkflows.workflow.Program;
import dev.beworkflows.workflow.RequestFields;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.UnknownParams;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowProblem;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps versions as {@link Definitions} promises, of definitions that have no more than id, label, enabled, mode and methods. */
final class InMemoryDefinitions implements Definitions {

    private static final Instant SAVED_AT = Instant.parse("2026-01-01T00:00:00Z");

    private final SortedMap<String, List<StoredVersion>> versions = new ConcurrentSkipListMap<>();

    static ObjectNode write(Workflow workflow) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", workflow.id().value())
                .put("label", workflow.about().label())
                .put("enabled", workflow.enabled())
                .put("mode", workflow.calling().mode().json());
        workflow.calling().methods().forEach(json.putArray("methods")::add);
        return json;
    }

    @Override
    public Future<SaveOutcome> create(JsonNode definition, Saving saving) {
        return checked(definition, workflow -> {
            if (versions.containsKey(workflow.id().value())) {
                return new SaveOutcome.AlreadyExists(workflow.id());
            }
            return saved(workflow);
        });
    }

    @Override
    public Future<SaveOutcome> update(WorkflowId id, JsonNode definition, OptionalInt expected, Saving saving) {
        return checked(definition, workflow -> {
            List<StoredVersion> known = versions.get(id.value());
            if (known == null) {
                return new SaveOutcome.NotFound(id);
            }
            return expected.isPresent() && expected.getAsInt() != known.size()
                    ? new SaveOutcome.Conflict(id, known.size())
                    : saved(workflow);
        });
    }

    @Override
    public Future<SaveOutcome> check(JsonNode definition) {
        return checked(definition, workflow -> new SaveOutcome.Checked(List.of()));
    }

    @Override
    public Future<ImportOutcome> importAll(List<FolderEntry> entries, Saving saving, boolean dryRun) {
        return Future.succeededFuture(new ImportOutcome.Done(List.of()));
    }

    @Override
    public Future<Optional<StoredVersion>> get(WorkflowId id) {
        List<StoredVersion> known = versions.getOrDefault(id.value(), List.of());
        return Future.succeededFuture(known.isEmpty() ? Optional.empty() : Optional.of(known.get(known.size() - 1)));
    }

    @Override
    public Future<Optional<StoredVersion>> get(VersionRef ref) {
        List<StoredVersion> known = versions.getOrDefault(ref.workflow().value(), List.of());
        boolean exists = ref.version() <= known.size();
        return Future.succeededFuture(exists ? Optional.of(known.get(ref.version() - 1)) : Optional.empty());
    }

    @Override
    public Future<List<WorkflowSummary>> list(WorkflowFilter filter) {
        return Future.succeededFuture(versions.values().stream()
                .map(known -> known.get(known.size() - 1))
                .filter(version -> version.ref()
                                .workflow()
                                .value()
                                .compareTo(filter.after().orElse(""))
                        > 0)
                .filter(version -> filter.enabled().orElse(version.workflow().enabled())
                        == version.workflow().enabled())
                .filter(version -> version.ref()
                        .workflow()
                        .value()
                        .contains(filter.search().orElse("")))
                .limit(filter.limit())
                .map(InMemoryDefinitions::summary)
                .toList());
    }

    @Override
    public Future<Map<VersionRef, Lock>> locks() {
        return Future.succeededFuture(Map.of());
    }

    @Override
    public Future<Boolean> delete(WorkflowId id) {
        return Future.succeededFuture(versions.remove(id.value()) != null);
    }

    @Override
    public Future<Optional<CallableWorkflow>> callable(WorkflowId id) {
        return get(id).map(found -> found.map(CallableWorkflow::of));
    }

    @Override
    public Future<Optional<CallableWorkflow>> callable(VersionRef ref) {
        return get(ref).map(found -> found.map(CallableWorkflow::of));
    }

    @Override
    public Future<List<VersionInfo>> versions(WorkflowId id, OptionalInt before, int limit) {
        return Future.succeededFuture(versions.getOrDefault(id.value(), List.of()).stream()
                .map(StoredVersion::info)
                .sorted(Comparator.comparing((VersionInfo info) -> -info.ref().version()))
                .filter(info -> info.ref().version() < before.orElse(Integer.MAX_VALUE))
                .limit(limit)
                .toList());
    }

    @Override
    public Future<Publication> publish(VersionRef ref) {
        return get(ref).map(
                        found -> found.<Publication>map(Publication.Done::new).orElseGet(Publication.NotFound::new));
    }

    @Override
    public Future<SaveOutcome> restore(VersionRef ref, Saving saving) {
        return get(ref).map(found -> found.map(version -> saved(version.workflow()))
                .orElseGet(() -> new SaveOutcome.NotFound(ref.workflow())));
    }

    @Override
    public Future<Publication> enable(
            WorkflowId id, Optional<TaskName> task, boolean enabled, Optional<String> author) {
        return get(id).map(
                        found -> found.<Publication>map(Publication.Done::new).orElseGet(Publication.NotFound::new));
    }

    private interface Step {
        SaveOutcome then(Workflow workflow);
    }

    @Override
    public Future<Unsaved> unsaved(JsonNode definition) {
        return Future.succeededFuture(new Unsaved.Refused(List.of()));
    }

    private static Future<SaveOutcome> checked(JsonNode definition, Step step) {
        String id = definition.path("id").asText("made-up");
        if (!definition.isObject() || !WorkflowId.isValid(id)) {
            return Future.succeededFuture(
                    new SaveOutcome.Refused(List.of(new WorkflowProblem("/id", "is no id", WorkflowId.EXPECTED))));
        }
        if (id.equals("broken")) {
            return Future.failedFuture(new IllegalStateException("connection refused: db.internal:5432"));
        }
        return Future.succeededFuture(step.then(workflow(id, definition)));
    }

    private SaveOutcome saved(Workflow workflow) {
        List<StoredVersion> known = versions.computeIfAbsent(workflow.id().value(), id -> new ArrayList<>());
        VersionRef ref = new VersionRef(workflow.id(), known.size() + 1);
        VersionInfo info = new VersionInfo(ref, SAVED_AT, Optional.empty(), "", Optional.of(SAVED_AT), true);
        StoredVersion version = new StoredVersion(info, workflow, Optional.empty());
        known.add(version);
        return new SaveOutcome.Saved(version, List.of(new WorkflowProblem("/tasks", "there is none", "a task")));
    }

    private static Workflow workflow(String id, JsonNode definition) {
        List<String> methods = new ArrayList<>();
        definition.path("methods").forEach(method -> methods.add(method.asText()));
        Mode mode = definition.path("mode").asText("").equals("background") ? Mode.BACKGROUND : Mode.FOREGROUND;
        return new Workflow(
                new WorkflowId(id),
                new About(definition.path("label").asText(""), ""),
                definition.path("enabled").asBoolean(true),
                new Calling(mode, methods.isEmpty() ? Calling.ALL_METHODS : methods, Optional.empty()),
                new Contract(new RequestFields(List.of(), List.of(), List.of(), UnknownParams.PASS), List.of()),
                new Program(new Graph(List.of(), List.of()), Optional.empty(), Needs.NONE, List.of()));
    }

    private static WorkflowSummary summary(StoredVersion version) {
        Workflow workflow = version.workflow();
        return new WorkflowSummary(
                version.ref(),
                workflow.about(),
                workflow.enabled(),
                workflow.calling().mode(),
                version.savedAt(),
                OptionalInt.of(version.ref().version()));
    }
}
