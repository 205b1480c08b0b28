package io.sluice.codec;

/**
 * Where the fields of an encoded reply lie. Every message begins with the correlation id; byte fields without a length of
 * their own reach to the message's end. Messages stay inside the process, in its own byte order, and are never stored.
 *
 * <pre>
 * submitted  0 correlationId   8 id
 * leases     0 correlationId   8 count
 * lease      0 correlationId   8 task
 * completed  0 correlationId
 * state      0 correlationId   8 ordinal
 * extended   0 correlationId   8 deadlineNs
 * cancelled  0 correlationId   8 0 or 1
 * task       0 correlationId   8 position    16 etaNs     24 attempts (4)   28 whyLength (4), -1 for null   32 why, padded to 8, task
 * none       0 correlationId
 * queue      0 correlationId   8 submitted  16 delayed    24 queued      32 running    40 completed  48 dead  56 cancelled
 *           64 expired       72 forgotten  80 oldestNs   88 nextNs      96 paused
 *          104 leaseNs      112 backoffNs 120 maxBackoffNs              128 keepNs    136 maxLength 144 ttlNs
 *          152 attempts (4) 156 concurrency (4)          160 groupConcurrency (4)
 *          164 limitCount (4)             168 groupLimitCount (4)       172 useCount (4)
 *          176 limits and groupLimits, each windowNs, starts (8), then uses, each length (1), name, then the queue's name
 * names      0 correlationId   8 count       16 names, each length (1), name
 * limit      0 correlationId   8 guardNs    16 nextNs    24 count       32 shared, 1 or 0
 *          40 for each: windowNs, starts, used (8), then the name
 * taken      0 correlationId   8 0 or 1     16 remaining 24 retryNs
 * count      0 correlationId   8 count
 * ids        0 correlationId   8 count
 * id         0 correlationId   8 id
 * next       0 correlationId   8 inNs
 * done       0 correlationId
 * refused    0 correlationId   8 ordinal
 * audited    0 correlationId   8 count       16 for each: windowNs, starts of the rate, starts found, beganNs (8)
 *
 * task       0 number          8 submittedNs 16 startedNs 24 finishedNs     32 turnNs     40 token   48 leaseNs   56 keepNs
 *           64 expiresNs    72 turn        80 queue (4)  84 attempt (4)   88 attempts (4) 92 size (4)
 *           96 payloadLength (4)          100 resultLength (4)           104 errorLength (2)
 *          106 idLength (1) 107 queueNameLength (1)      108 groupLength (1)
 *          109 state (1)    110 priority (1)             111 named (1)  112 id, queueName, group, payload, error, result
 * </pre>
 */
final class ReplyLayout {
    static final int SUBMITTED = 1;
    static final int LEASES = 2;
    static final int LEASE = 3;
    static final int COMPLETED = 4;
    static final int STATE = 5;
    static final int EXTENDED = 6;
    static final int CANCELLED = 7;
    static final int TASK = 8;
    static final int NONE = 9;
    static final int QUEUE = 10;
    static final int NAMES = 11;
    static final int NEXT = 12;
    static final int DONE = 13;
    static final int REFUSED = 14;
    static final int AUDITED = 15;
    static final int LIMIT = 16;
    static final int TAKEN = 17;
    static final int COUNT = 18;
    static final int IDS = 19;
    static final int ID = 20;

    static final int CORRELATION_ID = 0;
    static final int FIRST = 8;
    static final int SECOND = 16;
    static final int THIRD = 24;

    static final int OUTLOOK_POSITION = 8;
    static final int OUTLOOK_ETA = 16;
    static final int OUTLOOK_ATTEMPTS = 24;
    static final int OUTLOOK_WHY_LENGTH = 28;
    static final int OUTLOOK_WHY = 32;

    static final int QUEUE_SUBMITTED = 8;
    static final int QUEUE_DELAYED = 16;
    static final int QUEUE_QUEUED = 24;
    static final int QUEUE_RUNNING = 32;
    static final int QUEUE_COMPLETED = 40;
    static final int QUEUE_DEAD = 48;
    static final int QUEUE_CANCELLED = 56;
    static final int QUEUE_EXPIRED = 64;
    static final int QUEUE_FORGOTTEN = 72;
    static final int QUEUE_OLDEST = 80;
    static final int QUEUE_NEXT = 88;
    static final int QUEUE_PAUSED = 96;
    static final int QUEUE_LEASE = 104;
    static final int QUEUE_BACKOFF = 112;
    static final int QUEUE_MAX_BACKOFF = 120;
    static final int QUEUE_KEEP = 128;
    static final int QUEUE_MAX_LENGTH = 136;
    static final int QUEUE_TTL = 144;
    static final int QUEUE_ATTEMPTS = 152;
    static final int QUEUE_CONCURRENCY = 156;
    static final int QUEUE_GROUP_CONCURRENCY = 160;
    static final int QUEUE_LIMIT_COUNT = 164;
    static final int QUEUE_GROUP_LIMIT_COUNT = 168;
    static final int QUEUE_USE_COUNT = 172;
    static final int QUEUE_LISTS = 176;

    static final int RATE_LENGTH = 16;

    static final int LIMIT_GUARD = 8;
    static final int LIMIT_NEXT = 16;
    static final int LIMIT_COUNT = 24;
    static final int LIMIT_SHARED = 32;
    static final int LIMIT_RATES = 40;
    static final int LIMIT_RATE_LENGTH = 24;

    static final int FULLEST_WINDOW_LENGTH = 32;

    static final int TASK_NUMBER = 0;
    static final int TASK_SUBMITTED = 8;
    static final int TASK_STARTED = 16;
    static final int TASK_FINISHED = 24;
    static final int TASK_TURN = 32;
    static final int TASK_TOKEN = 40;
    static final int TASK_LEASE = 48;
    static final int TASK_KEEP = 56;
    static final int TASK_EXPIRES = 64;
    static final int TASK_GROUP_TURN = 72;
    static final int TASK_QUEUE = 80;
    static final int TASK_ATTEMPT = 84;
    static final int TASK_ATTEMPTS = 88;
    static final int TASK_SIZE = 92;
    static final int TASK_PAYLOAD_LENGTH = 96;
    static final int TASK_RESULT_LENGTH = 100;
    static final int TASK_ERROR_LENGTH = 104;
    static final int TASK_ID_LENGTH = 106;
    static final int TASK_QUEUE_NAME_LENGTH = 107;
    static final int TASK_GROUP_LENGTH = 108;
    static final int TASK_STATE = 109;
    static final int TASK_PRIORITY = 110;
    static final int TASK_NAMED = 111;
    static final int TASK_BYTES = 112;

    private ReplyLayout() {}

    static int align(int length) {
        return (length + 7) & -8;
    }
}
