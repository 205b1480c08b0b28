package io.sluice.codec;

/**
 * Where the fields of an encoded command lie. Every message begins with the correlation id; byte fields without a length
 * of their own reach to the message's end. Messages stay inside the process, in its own byte order, and are never stored.
 *
 * <pre>
 * submit    0 correlationId   8 delayNs    16 dueNs      24 leaseNs      32 keepNs   40 attempts (4)  44 payloadLength (4)
 *          48 priority (1)   49 refuseKnown (1)          50 idLength (1) 51 queueLength (1)           52 queue, id, payload
 * claim     0 correlationId   8 waitNs     16 leaseNs    24 count (4)    28 queueCount (4)            32 queues, each length (1), name
 * complete  0 correlationId   8 token      16 resultLength (4)           20 idLength (4)              24 id, result
 * fail      0 correlationId   8 token      16 delayNs    24 dead (4)     28 idLength (4)              32 id, error
 * release   0 correlationId   8 token      16 delayNs    24 id
 * extend    0 correlationId   8 token      16 leaseNs    24 id
 * cancel    0 correlationId   8 id
 * task      0 correlationId   8 id
 * await     0 correlationId   8 waitNs     16 id
 * setQueue  0 correlationId   8 leaseNs    16 backoffNs  24 maxBackoffNs 32 keepNs   40 attempts (4)  44 limitCount (4)
 *          48 limits, each windowNs, starts (8), then the queue; an absent setting is {@link #ABSENT}
 * queue     0 correlationId   8 queue
 * queues    0 correlationId
 * pause     0 correlationId   8 paused (8) 16 queue
 * next      0 correlationId   8 queue
 * abandon   0 correlationId
 * </pre>
 */
final class CommandLayout {
    static final int SUBMIT = 1;
    static final int CLAIM = 2;
    static final int COMPLETE = 3;
    static final int FAIL = 4;
    static final int RELEASE = 5;
    static final int EXTEND = 6;
    static final int CANCEL = 7;
    static final int TASK = 8;
    static final int AWAIT = 9;
    static final int SET_QUEUE = 10;
    static final int QUEUE = 11;
    static final int QUEUES = 12;
    static final int PAUSE = 13;
    static final int NEXT = 14;
    static final int ABANDON = 15;

    static final int CORRELATION_ID = 0;
    static final int FIRST = 8;
    static final int SECOND = 16;
    static final int THIRD = 24;

    static final int SUBMIT_DELAY = 8;
    static final int SUBMIT_DUE = 16;
    static final int SUBMIT_LEASE = 24;
    static final int SUBMIT_KEEP = 32;
    static final int SUBMIT_ATTEMPTS = 40;
    static final int SUBMIT_PAYLOAD_LENGTH = 44;
    static final int SUBMIT_PRIORITY = 48;
    static final int SUBMIT_REFUSE_KNOWN = 49;
    static final int SUBMIT_ID_LENGTH = 50;
    static final int SUBMIT_QUEUE_LENGTH = 51;
    static final int SUBMIT_BYTES = 52;

    static final int CLAIM_WAIT = 8;
    static final int CLAIM_LEASE = 16;
    static final int CLAIM_COUNT = 24;
    static final int CLAIM_QUEUE_COUNT = 28;
    static final int CLAIM_QUEUES = 32;

    static final int COMPLETE_TOKEN = 8;
    static final int COMPLETE_RESULT_LENGTH = 16;
    static final int COMPLETE_ID_LENGTH = 20;
    static final int COMPLETE_BYTES = 24;

    static final int FAIL_TOKEN = 8;
    static final int FAIL_DELAY = 16;
    static final int FAIL_DEAD = 24;
    static final int FAIL_ID_LENGTH = 28;
    static final int FAIL_BYTES = 32;

    static final int SET_LEASE = 8;
    static final int SET_BACKOFF = 16;
    static final int SET_MAX_BACKOFF = 24;
    static final int SET_KEEP = 32;
    static final int SET_ATTEMPTS = 40;
    static final int SET_LIMIT_COUNT = 44;
    static final int SET_LIMITS = 48;
    static final int SET_LIMIT_LENGTH = 16;

    /** Stands for a setting that does not change. */
    static final int ABSENT = -1;

    private CommandLayout() {}
}
