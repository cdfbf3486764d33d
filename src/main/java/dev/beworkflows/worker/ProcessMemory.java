package dev.beworkflows.worker;

import dev.beworkflows.run.DeathCertificate.Memory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of the memory of one process. Of one that is gone it says nothing, which is 0 here. */
final class ProcessMemory {

    private static final long KIB = 1024;

    private ProcessMemory() {}

    /** What is resident, whoever else has it too. */
    static Memory resident(long pid) {
        String status = read(pid, "status");
        return new Memory(kib(status, "VmRSS:"), kib(status, "VmHWM:"));
    }

    /** The process's share of what is resident; all of it where the kernel does not tell the share. */
    static long proportional(long pid) {
        long share = kib(read(pid, "smaps_rollup"), "Pss:");
        return share > 0 ? share : resident(pid).residentBytes();
    }

    private static long kib(String text, String name) {
        int at = text.indexOf("\n" + name);
        if (at < 0) {
            return 0;
        }
        int end = text.indexOf(" kB", at);
        return end < 0
                ? 0
                : Long.parseLong(text.substring(at + 1 + name.length(), end).strip()) * KIB;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
