package dev.beworkflows.journal;

import dev.beworkflows.journal.RunQueue.Written;
import dev.beworkflows.journal.UserEvents.Entry;
import dev.beworkflows.run.RunHeader;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

        static Transaction of(Written written, List<RunWrite> writes) {
            List<Told> told = writes.stream()
                    .flatMap(write -> told(written.xid(), write))
                    .sorted(Comparator.comparing(one -> one.entry().cursor()))
                    .toList();
            return new Transaction(written.xid(), written.isNext(), told);
        }

        private static Stream<Told> told(long xid, RunWrite write) {
            RunHeader header = write.after().header();
            return write.events().stream()
                    .filter(UserEvents::tells)
                    .map(event -> new Told(
                            header.caller().user(),
                            new Entry(new UserCursor(xid, header.id().value(), event.seq()), header.id(), event)));
        }
    }

    /** An event for a user, in which everybody is who has no name. */
    record Told(Optional<String> user, Entry entry) {}
}
