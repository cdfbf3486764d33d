package dev.beworkflows.catalog;

import dev.beworkflows.catalog.FolderChecks.Checked;
import dev.beworkflows.catalog.ImportOutcome.Change;
import dev.beworkflows.catalog.ImportOutcome.Imported;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowFolder;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Saves workflows that come as files. All are checked before the first is saved; then each is saved for itself, and what is there already is left alone, so that an import that
 * broke off can be repeated.
 */
final class FolderImport {

    private final WorkflowStore store;
    private final Saves saves;
    private final Publishing publishing;
    private final Saving saving;
    private final boolean dryRun;

    /** @param dryRun saves nothing, and says what would be */
    FolderImport(WorkflowStore store, Saves saves, Publishing publishing, Saving saving, boolean dryRun) {
        this.store = store;
        this.saves = saves;
        this.publishing = publishing;
        this.saving = saving;
        this.dryRun = dryRun;
    }

    Future<ImportOutcome> run(List<FolderEntry> entries, FolderChecks checks) {
        return checks.all(entries)
                .compose(checked -> checks.problems().isEmpty()
                        ? save(checks.right()).map(ImportOutcome.Done::new)
                        : Future.succeededFuture(new ImportOutcome.Refused(checks.problems())));
    }

    private Future<List<Imported>> save(List<Checked> all) {
        List<Imported> saved = new ArrayList<>();
        Future<Void> last = Future.succeededFuture();
        for (Checked checked : all) {
            last = last.compose(before -> save(checked)).map(imported -> {
                saved.add(imported);
                return null;
            });
        }
        return last.map(saved);
    }

    private Future<Imported> save(Checked checked) {
        Workflow workflow = checked.right().workflow();
        return store.find(workflow.id()).compose(found -> {
            if (found.isPresent() && isSame(checked, found.get())) {
                return unchanged(checked, found.get());
            }
            Change change = found.isPresent() ? Change.UPDATED : Change.CREATED;
            return dryRun ? wouldBe(checked, change) : saved(checked, change);
        });
    }

    private static boolean isSame(Checked checked, StoredVersion newest) {
        return WorkflowFolder.files(checked.right().workflow(), Optional.of(checked.yaml()))
                .equals(WorkflowFolder.files(newest.workflow(), newest.yaml()));
    }

    private Future<Imported> unchanged(Checked checked, StoredVersion newest) {
        if (!saving.publish() || newest.info().isPublished()) {
            return Future.succeededFuture(new Imported(newest.ref(), Change.UNCHANGED, checked.warnings()));
        }
        Imported published = new Imported(newest.ref(), Change.UPDATED, checked.warnings());
        return dryRun
                ? Future.succeededFuture(published)
                : publishing.publish(newest.ref()).map(published);
    }

    private Future<Imported> wouldBe(Checked checked, Change change) {
        var id = checked.right().workflow().id();
        return store.versions(id, OptionalInt.empty(), 1).map(newest -> {
            int next = newest.isEmpty() ? 1 : newest.get(0).ref().version() + 1;
            return new Imported(new VersionRef(id, next), change, checked.warnings());
        });
    }

    private Future<Imported> saved(Checked checked, Change change) {
        Saving own = saving.withYaml(Optional.of(checked.yaml()));
        Future<SaveOutcome> saved = change == Change.CREATED
                ? saves.create(checked.right(), own)
                : saves.update(checked.right(), OptionalInt.empty(), own);
        return saved.compose(outcome -> outcome instanceof SaveOutcome.Saved done
                ? Future.succeededFuture(new Imported(done.version().ref(), change, checked.warnings()))
                : save(checked)); // somebody created or deleted it meanwhile
    }
}
