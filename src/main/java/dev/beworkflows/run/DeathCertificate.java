package dev.beworkflows.run;

import java.time.Duration;

/**
 * What is known of a Python process that is gone.
 *
 * @param worker its name, {@code worker-<slot>.<how many before it in this slot, plus one>}
 * @param exit how it ended, in words, with the exit code or the signal's name
 * @param exitCode as a shell reports it: 128 + the signal's number when a signal ended it
 * @param memory of it and all that it started
 * @param lived from its start to its end
 * @param tasks how many it had finished
 * @param lastOutput the last lines that the task printed, secrets taken out
 * @param thisHour how many workers this workflow lost within the last hour, this one included
 */
public record DeathCertificate(
        String worker,
        long pid,
        String exit,
        int exitCode,
        Memory memory,
        Duration lived,
        long tasks,
        String lastOutput,
        int thisHour) {

    /**
     * As it was seen last, at most half a second before the end; 0: never.
     *
     * @param residentBytes what it had
     * @param peakBytes the most that it ever had
     */
    public record Memory(long residentBytes, long peakBytes) {}
}
