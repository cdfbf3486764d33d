package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.catalog.SaveOutcome;
import dev.beworkflows.catalog.StoredVersion;
import dev.beworkflows.workflow.WorkflowProblem;
import java.util.List;

/**
 * The answer to saving or checking a definition.
 *
 * @param status when it was saved
 */
record SaveReply(VersionWriter writer, int status) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Its environment is still being built. */
    static final int ACCEPTED = 202;

    /** @throws ProblemException when it was not saved */
    Reply of(SaveOutcome outcome) {
        if (outcome instanceof SaveOutcome.Saved saved) {
            return saved(saved);
        }
        if (outcome instanceof SaveOutcome.Checked checked) {
            return checked(checked);
        }
        throw problem(outcome).asException();
    }

    /** A version as it is read, with its number as ETag. */
    static Reply shown(int status, VersionWriter writer, StoredVersion version) {
        return withTag(Reply.json(status, writer.write(version)), version);
    }

    private Reply saved(SaveOutcome.Saved saved) {
        ObjectNode json = writer.write(saved.version());
        json.set("warnings", problems(saved.warnings()));
        int answer = saved.version().isPending() ? ACCEPTED : status;
        Reply reply = withTag(Reply.json(answer, json), saved.version());
        return status == 201
                ? reply.with(
                        "location",
                        HttpRoutes.PREFIX + "/be_wf_graph/id/"
                                + saved.version().ref().workflow())
                : reply;
    }

    private static Reply checked(SaveOutcome.Checked checked) {
        ObjectNode json = NODES.objectNode();
        json.set("problems", NODES.arrayNode());
        json.set("warnings", problems(checked.warnings()));
        return Reply.json(200, json);
    }

    private static Problem problem(SaveOutcome outcome) {
        if (outcome instanceof SaveOutcome.Refused refused) {
            return Problem.ofDefinition(refused.problems());
        }
        if (outcome instanceof SaveOutcome.AlreadyExists exists) {
            return Problem.of(ApiError.WORKFLOW_EXISTS, "the workflow '" + exists.id() + "' exists");
        }
        if (outcome instanceof SaveOutcome.NotFound missing) {
            return PathIds.unknownWorkflow(missing.id().value()).problem();
        }
        if (outcome instanceof SaveOutcome.Conflict conflict) {
            return Problem.of(ApiError.VERSION_CONFLICT, "the newest version is " + conflict.currentVersion())
                    .with("current_version", NODES.numberNode(conflict.currentVersion()));
        }
        throw new IllegalStateException("no answer to " + outcome);
    }

    private static ArrayNode problems(List<WorkflowProblem> problems) {
        ArrayNode array = NODES.arrayNode(problems.size());
        problems.forEach(problem -> array.add(Problem.json(problem)));
        return array;
    }

    private static Reply withTag(Reply reply, StoredVersion version) {
        return reply.with("etag", "\"" + version.ref().version() + "\"");
    }
}
