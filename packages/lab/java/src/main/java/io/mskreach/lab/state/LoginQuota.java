package io.mskreach.lab.state;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many logins may pass in any one second. */
final class LoginQuota {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final Integer perSecond;
    private final Deque<Long> admitted = new ArrayDeque<>();

    /** @param perSecond null for no limit */
    LoginQuota(Integer perSecond) {
        this.perSecond = perSecond;
    }

    /** @param now of a clock that never steps, nanoseconds */
    synchronized boolean admit(long now) {
        if (perSecond == null) {
            return true;
        }
        while (!admitted.isEmpty() && now - admitted.peekFirst() >= SECOND_NANOS) {
            admitted.removeFirst();
        }
        if (admitted.size() >= perSecond) {
            return false;
        }
        admitted.addLast(now);
        return true;
    }
}
