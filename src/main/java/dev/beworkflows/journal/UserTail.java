package dev.beworkflows.journal;

import dev.beworkflows.journal.UserEvents.Entry;
import dev.beworkflows.journal.UserEvents.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The latest events of a user: all of those after {@code from} and up to {@code end}. Belongs to nobody.
 *
 * @param entries in order
 */
record UserTail(UserCursor from, List<Entry> entries, UserCursor end) {
    private static final int LONGEST = 256;

    UserTail {
        entries = List.copyOf(entries);
    }

    /** @param next what comes after the end of this one */
    UserTail and(Page next) {
        if (next.entries().isEmpty()) {
            return new UserTail(from, entries, next.end());
        }
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(next.entries());
        int over = all.size() - LONGEST;
        return over <= 0
                ? new UserTail(from, all, next.end())
                : new UserTail(all.get(over - 1).cursor(), all.subList(over, all.size()), next.end());
    }

    /** What comes after a cursor; empty when some of that may be missing here. */
    Optional<Page> page(UserCursor after, int limit) {
        if (after.compareTo(from) < 0) {
            return Optional.empty();
        }
        int first = entries.size();
        while (first > 0 && entries.get(first - 1).cursor().compareTo(after) > 0) {
            first--;
        }
        if (entries.size() - first > limit) {
            List<Entry> some = entries.subList(first, first + limit);
            return Optional.of(new Page(some, some.get(limit - 1).cursor(), false));
        }
        UserCursor next = end.compareTo(after) > 0 ? end : after;
        return Optional.of(new Page(entries.subList(first, entries.size()), next, true));
    }
}
