package dev.beworkflows.worker;

import dev.beworkflows.task.CodeUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The code that was called last: what a further worker should know before calls come. Belongs to the pool's loop. */
final class RecentCode {

    private static final int MOST = 32;

    private final Map<String, CodeUnit> units = new LinkedHashMap<>(MOST * 2, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CodeUnit> eldest) {
            return size() > MOST;
        }
    };

    void called(CodeUnit code) {
        if (units.get(code.id()) == null) {
            units.put(code.id(), code);
        }
    }

    List<CodeUnit> all() {
        return List.copyOf(units.values());
    }
}
