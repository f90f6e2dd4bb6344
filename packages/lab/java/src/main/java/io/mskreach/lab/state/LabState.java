package io.mskreach.lab.state;

import io.mskreach.lab.iam.IamDocument;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The state that Kafka's plug-ins share. Kafka makes plug-ins itself, by class name, and hands them only their
 * configuration: the configuration therefore carries the id under which a lab is registered here.
 */
public final class LabState implements AutoCloseable {
    /** The broker property with the lab's id. */
    public static final String ID_PROPERTY = "msk.lab.id";

    private static final Map<String, LabState> REGISTERED = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final Events events;
    private final Clock clock;
    private final boolean recordRequests;
    private volatile IamDocument iam;
    private volatile long sessionMaxMs;
    private volatile LoginQuota logins = new LoginQuota(null);

    public LabState(Events events, Clock clock, IamDocument iam, long sessionMaxMs, boolean recordRequests) {
        this.events = events;
        this.clock = clock;
        this.iam = iam;
        this.sessionMaxMs = sessionMaxMs;
        this.recordRequests = recordRequests;
        REGISTERED.put(id, this);
    }

    /** The lab to which a plug-in with this configuration belongs. */
    public static LabState of(Map<String, ?> configs) {
        LabState state = REGISTERED.get(String.valueOf(configs.get(ID_PROPERTY)));
        if (state == null) {
            throw new IllegalStateException("no lab is registered under " + ID_PROPERTY);
        }
        return state;
    }

    public String id() {
        return id;
    }

    public Events events() {
        return events;
    }

    public IamDocument iam() {
        return iam;
    }

    public void replaceIam(IamDocument replacement) {
        iam = replacement;
    }

    /** The longest session granted, 0 for no limit but the token's own. */
    public long sessionMaxMs() {
        return sessionMaxMs;
    }

    public void limitSessions(long milliseconds) {
        sessionMaxMs = milliseconds;
    }

    /** @param perSecond null for no limit */
    public void limitLogins(Integer perSecond) {
        logins = new LoginQuota(perSecond);
    }

    /** Whether one more login is within the limit; counts it if so. */
    public boolean admitLogin() {
        return logins.admit(System.nanoTime());
    }

    public boolean recordRequests() {
        return recordRequests;
    }

    /** This machine's time; the lab's own is this plus the document's skew. */
    public long now() {
        return clock.millis();
    }

    @Override
    public void close() {
        REGISTERED.remove(id);
    }
}
