package dev.beworkflows;

import dev.beworkflows.access.AccessRule;
import dev.beworkflows.access.ApiKey;
import dev.beworkflows.access.EventTokens;
import dev.beworkflows.access.KeyRing;
import dev.beworkflows.access.Keys;
import dev.beworkflows.access.RateLimits;
import dev.beworkflows.http.HttpSetup;
import dev.beworkflows.postgres.Database;
import dev.beworkflows.postgres.Notifications;
import dev.beworkflows.postgres.PgKeyStore;
import dev.beworkflows.postgres.PgSecrets;
import java.time.Instant;
import java.time.InstantSource;

/** Who gets in: the keys that the server knows, and what is asked of whoever calls. Blocks; for the start-up thread. */
final class AccessSetup {

    private final Configuration configuration;
    private final KeyRing keyRing;

    AccessSetup(Configuration configuration) {
        this.configuration = configuration;
        this.keyRing = new KeyRing(configuration.listening().access().apiKey().map(ApiKey::new));
    }

    /**
     * Reads the keys. Beyond loopback nobody gets in without one.
     *
     * @throws StartException also when there would have to be one, and there is none
     */
    Keys keys(Database database, Notifications notifications) throws StartException {
        Keys keys = new Keys(new PgKeyStore(database, notifications), keyRing, InstantSource.system());
        Blocking.await(keys.refresh());
        Configuration.Listening listening = configuration.listening();
        if (listening.isBeyondLoopback() && !keyRing.hasAdmin(Instant.now())) {
            throw new StartException("'" + listening.host()
                    + "' is reached by other machines, so an admin's key is needed: make one with 'be-workflows keys create --role admin"
                    + " --name NAME --data " + configuration.folders().data()
                    + "', or set BEW_API_KEY, for example to the output of 'openssl rand -hex 32'");
        }
        return keys;
    }

    HttpSetup.Guard guard(Database database) throws StartException {
        EventTokens tokens = new EventTokens(Blocking.result(new PgSecrets(database).of("events")));
        Configuration.Access access = configuration.listening().access();
        return new HttpSetup.Guard(
                new AccessRule(keyRing, access.origins(), InstantSource.system()),
                new RateLimits(access.ratePerMinute(), System::nanoTime),
                access.origins(),
                tokens,
                access.session());
    }

    /** Whether no key was ever made. */
    boolean isOpen() {
        return keyRing.isOpen();
    }
}
