package io.mskreach.lab.state;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LoginQuotaTest {
    private static final long MS = 1_000_000L;

    @Test
    void admitsSoManyInAnySecond() {
        LoginQuota quota = new LoginQuota(2);
        assertTrue(quota.admit(0));
        assertTrue(quota.admit(600 * MS));
        assertFalse(quota.admit(900 * MS));
        assertTrue(quota.admit(1000 * MS), "the first is a second old");
        assertFalse(quota.admit(1500 * MS), "what was refused does not count, what was admitted does");
        assertTrue(quota.admit(1600 * MS));
    }

    @Test
    void admitsNobodyAtZeroAndEverybodyWithoutALimit() {
        assertFalse(new LoginQuota(0).admit(0));
        LoginQuota unlimited = new LoginQuota(null);
        for (int login = 0; login < 1000; login++) {
            assertTrue(unlimited.admit(0));
        }
    }
}
