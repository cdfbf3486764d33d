package dev.beworkflows.run;

/**
 * A file that came with a call, on disk for as long as the call lasts.
 *
 * @param filename as the caller named it: only ever shown, never used as a path
 * @param size in bytes
 * @param path where it lies
 */
public record UploadedFile(String filename, String contentType, long size, String path) {}
