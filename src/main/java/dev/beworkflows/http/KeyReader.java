package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.access.AccessRule;
import dev.beworkflows.access.KeyInfo;
import dev.beworkflows.access.KeyStore;
import dev.beworkflows.access.Role;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads what a key is to be from a JSON body; all problems are told at once. For one body. */
final class KeyReader {

    private static final Set<String> MEMBERS =
            Set.of("name", "role", "workflows", "user", "may_act_for_others", "rate_per_minute", "expires_at");
    private static final int LONGEST_NAME = 100;
    private static final int HIGHEST_RATE = 1_000_000;
    private static final int MOST_WORKFLOWS = 1_000;

    private final JsonBody body;
    private final Instant now;

    KeyReader(JsonNode body, Instant now) {
        this.body = new JsonBody(body, MEMBERS);
        this.now = now;
    }

    /** @throws ProblemException when anything is wrong with it */
    KeyStore.NewKey read(Optional<String> createdBy) {
        String name = body.required("name", LONGEST_NAME);
        Role role = role();
        List<String> workflows = workflows(role);
        String user = body.text("user").orElse(name);
        if (body.problems().isEmpty() && !AccessRule.isUser(user)) {
            String place = body.has("user") ? "user" : "name";
            body.wrong(place, "cannot be the name of a user", "1 to 200 visible ASCII characters; or another 'user'");
        }
        KeyInfo.Grant grant = new KeyInfo.Grant(role, workflows, user, body.flag("may_act_for_others", false), rate());
        Optional<Instant> expires = body.time("expires_at");
        if (expires.isPresent() && !expires.get().isAfter(now)) {
            body.wrong("expires_at", "is over", "a time to come");
        }
        body.check();
        return new KeyStore.NewKey(name, grant, expires, createdBy);
    }

    private Role role() {
        Optional<String> text = body.text("role");
        String expected = "admin, author, caller or viewer";
        if (text.isEmpty() && !body.has("role")) {
            body.wrong("role", "is missing", expected);
        }
        try {
            return Role.parse(text.orElse(Role.VIEWER.json()));
        } catch (IllegalArgumentException e) {
            body.wrong("role", "there is no such role", expected);
            return Role.VIEWER;
        }
    }

    private List<String> workflows(Role role) {
        List<String> ids = new ArrayList<>();
        for (String id : body.texts("workflows", MOST_WORKFLOWS)) {
            if (WorkflowId.isValid(id)) {
                ids.add(id);
            } else {
                body.wrong("workflows", "'" + id + "' is not the id of a workflow", WorkflowId.EXPECTED);
            }
        }
        if (!ids.isEmpty() && role != Role.CALLER && body.problems().isEmpty()) {
            body.wrong("workflows", "only the key of a caller can be limited to workflows", "the role caller, or none");
        }
        return ids;
    }

    private OptionalInt rate() {
        return body.integer("rate_per_minute", 1, HIGHEST_RATE);
    }
}
