package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.catalog.StoredVersion;
import dev.beworkflows.environments.EnvironmentId;
import dev.beworkflows.environments.EnvironmentState;
import dev.beworkflows.environments.Environments;
import dev.beworkflows.environments.Lock;
import java.util.Optional;

/** Writes versions as they are shown: the definition, where it comes from, and how far its environment is. */
record VersionWriter(DefinitionWriter definitions, Environments environments) {

    ObjectNode write(StoredVersion version) {
        ObjectNode json = VersionJson.put(definitions.write(version.workflow()), version.info());
        json.put("publishing", version.isPending());
        Optional<Lock> lock = version.lock();
        if (lock.isEmpty()) {
            return json.putNull("environment");
        }
        Optional<EnvironmentId> id = environments.id(lock.get());
        json.putObject("environment")
                .put("id", id.map(EnvironmentId::value).orElse(null))
                .put(
                        "state",
                        id.flatMap(environments::state)
                                .map(EnvironmentState::json)
                                .orElse(null));
        return json;
    }
}
