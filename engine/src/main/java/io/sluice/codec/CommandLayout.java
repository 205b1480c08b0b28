package io.sluice.codec;

/**
 * Where the fields of an encoded command lie. Every message begins with the correlation id; byte fields without a length
 * of their own reach to the message's end. Messages stay inside the process, in its own byte order, and are never stored.
 *
 * <pre>
 * submit    0 correlationId   8 delayNs    16 dueNs      24 leaseNs      32 keepNs   40 ttlNs
 *          48 attempts (4)   52 payloadLength (4)        56 priority (1) 57 refuseKnown (1)
 *          58 idLength (1)   59 queueLength (1)          60 groupLength (1)                  61 queue, id, group, payload
 * claim     0 correlationId   8 waitNs     16 leaseNs    24 count (4)    28 queueCount (4)            32 queues, each length (1), name
 * complete  0 correlationId   8 token      16 resultLength (4)           20 idLength (4)              24 id, result
 * fail      0 correlationId   8 token      16 delayNs    24 dead (4)     28 idLength (4)              32 id, error
 * release   0 correlationId   8 token      16 delayNs    24 id
 * extend    0 correlationId   8 token      16 leaseNs    24 id
 * cancel    0 correlationId   8 id
 * task      0 correlationId   8 id
 * await     0 correlationId   8 waitNs     16 id
 * setQueue  0 correlationId   8 leaseNs    16 backoffNs  24 maxBackoffNs 32 keepNs   40 maxLength   48 ttlNs
 *          56 attempts (4)   60 concurrency (4)          64 groupConcurrency (4)
 *          68 limitCount (4) 72 groupLimitCount (4)      76 useCount (4)
 *          80 limits and groupLimits, each windowNs, starts (8), then uses, each length (1), name, then the queue;
 *             an absent setting or count is {@link #ABSENT}
 * queue     0 correlationId   8 queue
 * queues    0 correlationId
 * pause     0 correlationId   8 paused (8) 16 queue
 * next      0 correlationId   8 queueLength (8)         16 queue, group
 * peek      0 correlationId   8 state      16 count      24 queue
 * retry     0 correlationId   8 count      16 queue
 * purge     0 correlationId   8 state, or {@link #ABSENT}             16 queue
 * setLimit  0 correlationId   8 windowNs   16 guardNs    24 starts (8) 32 limit
 * limit     0 correlationId   8 limit
 * limits    0 correlationId
 * deleteLimit  0 correlationId  8 limit
 * takeLimit 0 correlationId   8 count      16 waitNs     24 limit
 * holdLimit 0 correlationId   8 holdNs     16 limit
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
    static final int PEEK = 15;
    static final int RETRY = 16;
    static final int PURGE = 17;
    static final int SET_LIMIT = 18;
    static final int LIMIT = 19;
    static final int LIMITS = 20;
    static final int DELETE_LIMIT = 21;
    static final int TAKE_LIMIT = 22;
    static final int HOLD_LIMIT = 23;
    static final int ABANDON = 24;

    static final int CORRELATION_ID = 0;
    static final int FIRST = 8;
    static final int SECOND = 16;
    static final int THIRD = 24;

    static final int SUBMIT_DELAY = 8;
    static final int SUBMIT_DUE = 16;
    static final int SUBMIT_LEASE = 24;
    static final int SUBMIT_KEEP = 32;
    static final int SUBMIT_TTL = 40;
    static final int SUBMIT_ATTEMPTS = 48;
    static final int SUBMIT_PAYLOAD_LENGTH = 52;
    static final int SUBMIT_PRIORITY = 56;
    static final int SUBMIT_REFUSE_KNOWN = 57;
    static final int SUBMIT_ID_LENGTH = 58;
    static final int SUBMIT_QUEUE_LENGTH = 59;
    static final int SUBMIT_GROUP_LENGTH = 60;
    static final int SUBMIT_BYTES = 61;

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
    static final int SET_MAX_LENGTH = 40;
    static final int SET_TTL = 48;
    static final int SET_ATTEMPTS = 56;
    static final int SET_CONCURRENCY = 60;
    static final int SET_GROUP_CONCURRENCY = 64;
    static final int SET_LIMIT_COUNT = 68;
    static final int SET_GROUP_LIMIT_COUNT = 72;
    static final int SET_USE_COUNT = 76;
    static final int SET_LISTS = 80;

    static final int RATE_LENGTH = 16;

    static final int LIMIT_WINDOW = 8;
    static final int LIMIT_GUARD = 16;
    static final int LIMIT_STARTS = 24;
    static final int LIMIT_NAME = 32;

    /** Stands for a setting that does not change, and for a state that is not named. */
    static final int ABSENT = -1;

    private CommandLayout() {}
}
