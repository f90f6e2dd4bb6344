package io.mskreach.lab.auth;

/**
 * Why a token is refused. The client never sees it: MSK gives one text for every reason, so the reason goes to the
 * lab's own output alone.
 */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    Refusal(String code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }
}
