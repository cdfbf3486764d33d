package dev.beworkflows.journal;

/** So that what the journal's tests rely on is what the database does. */
class MemoryRunStoreTest extends RunStoreConformance {
    private final RunStore store = new MemoryRunStore();

    @Override
    protected RunStore store() {
        return store;
    }
}
