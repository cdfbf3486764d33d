package dev.beworkflows.task;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The response items of which a worker can say, of most rows, that they fit.
 *
 * @param id the same id is always the same fields; a worker is told them once
 * @param items by name, as PROTOCOL.md has it
 */
public record PlainItems(String id, ObjectNode items) {}
