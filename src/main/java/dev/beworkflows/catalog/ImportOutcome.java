package dev.beworkflows.catalog;

import dev.beworkflows.workflow.VersionRef;
import java.util.List;
import java.util.Locale;

/** What came of an import. */
public sealed interface ImportOutcome {

    /** @param workflows in the order of the document */
    record Done(List<Imported> workflows) implements ImportOutcome {
        public Done {
            workflows = List.copyOf(workflows);
        }
    }

    /** Nothing was saved. */
    record Refused(List<ImportProblem> problems) implements ImportOutcome {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /** @param version that holds these files now, or would */
    record Imported(VersionRef version, Change change, List<ImportProblem> warnings) {
        public Imported {
            warnings = List.copyOf(warnings);
        }
    }

    /** What an import does to a workflow. */
    enum Change {
        CREATED,
        /** There is a new version, or calls go to the newest one from now on. */
        UPDATED,
        /** The newest version has the very same files. */
        UNCHANGED;

        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
