package dev.beworkflows.journal;

import dev.beworkflows.journal.UserEvents.Entry;
import java.util.List;
import java.util.Optional;

/** Who follows what is stored, of whatever run. */
interface StoreWatcher {

    /** Something may have been stored, by whichever server; on any thread. */
    void look();

    /** This server has written something; on the journal's loop. */
    void written(Transaction transaction);

    /**
     * A transaction of this server that is committed.
     *
     * @param isNext whether everything that was begun before it had ended, so that nothing comes between the cursor before it and the one after it but these
     * @param told what users are told, in order
     */
    record Transaction(long xid, boolean isNext, List<Told> told) {
        public Transaction {
            told = List.copyOf(told);
        }
    }

    /** An event for a user, in which everybody is who has no name. */
    record Told(Optional<String> user, Entry entry) {}
}
