package dev.beworkflows.task;

/**
 * A file in the object store.
 *
 * @param size in bytes
 * @param path where a worker may read it
 */
public record StoredObject(String id, String filename, String contentType, long size, String path) {}
