package dev.beworkflows.task;

/**
 * Python source with the function to call in it.
 *
 * @param id the same id is always the same source of the same task; a worker compiles each id once
 * @param module the name of the Python module that it becomes
 * @param file what tracebacks call it
 */
public record CodeUnit(String id, String function, String module, String file, String source) {}
