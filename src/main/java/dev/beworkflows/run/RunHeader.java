package dev.beworkflows.run;

import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.VersionRef;

/** What is settled when a run is accepted. */
public record RunHeader(RunId id, VersionRef version, Mode mode, RunCaller caller, RunRequest request) {}
