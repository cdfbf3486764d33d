package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.Workflow;

/** Writes a workflow as the JSON that its definition is read from. */
@FunctionalInterface
public interface DefinitionWriter {

    /** A new object, the caller's to change. */
    ObjectNode write(Workflow workflow);
}
