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
 *           64 forgotten      72 oldestNs   80 nextNs     88 paused      96 leaseNs   104 attempts  112 backoffNs
 *          120 maxBackoffNs  128 keepNs    136 limitCount 144 limits, each windowNs, starts (8), then the name
 * queues     0 correlationId   8 count       16 names, each length (1), name
 * next       0 correlationId   8 inNs
 * done       0 correlationId
 * refused    0 correlationId   8 ordinal
 * audited    0 correlationId   8 count       16 for each: windowNs, starts of the rate, starts found, beganNs (8)
 *
 * task       0 number          8 submittedNs 16 startedNs 24 finishedNs     32 turnNs     40 token   48 leaseNs   56 keepNs
 *           64 queue (4)      68 attempt (4) 72 attempts (4)  76 size (4)   80 payloadLength (4)     84 resultLength (4)
 *           88 errorLength (2) 90 idLength (1)  91 queueNameLength (1)  92 state (1)  93 priority (1)  94 named (1)
 *           96 id, queueName, payload, error, result
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
    static final int QUEUES = 11;
    static final int NEXT = 12;
    static final int DONE = 13;
    static final int REFUSED = 14;
    static final int AUDITED = 15;

    static final int CORRELATION_ID = 0;
    static final int FIRST = 8;
    static final int SECOND = 16;

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
    static final int QUEUE_FORGOTTEN = 64;
    static final int QUEUE_OLDEST = 72;
    static final int QUEUE_NEXT = 80;
    static final int QUEUE_PAUSED = 88;
    static final int QUEUE_LEASE = 96;
    static final int QUEUE_ATTEMPTS = 104;
    static final int QUEUE_BACKOFF = 112;
    static final int QUEUE_MAX_BACKOFF = 120;
    static final int QUEUE_KEEP = 128;
    static final int QUEUE_LIMIT_COUNT = 136;
    static final int QUEUE_LIMITS = 144;
    static final int QUEUE_LIMIT_LENGTH = 16;

    static final int FULLEST_WINDOW_LENGTH = 32;

    static final int TASK_NUMBER = 0;
    static final int TASK_SUBMITTED = 8;
    static final int TASK_STARTED = 16;
    static final int TASK_FINISHED = 24;
    static final int TASK_TURN = 32;
    static final int TASK_TOKEN = 40;
    static final int TASK_LEASE = 48;
    static final int TASK_KEEP = 56;
    static final int TASK_QUEUE = 64;
    static final int TASK_ATTEMPT = 68;
    static final int TASK_ATTEMPTS = 72;
    static final int TASK_SIZE = 76;
    static final int TASK_PAYLOAD_LENGTH = 80;
    static final int TASK_RESULT_LENGTH = 84;
    static final int TASK_ERROR_LENGTH = 88;
    static final int TASK_ID_LENGTH = 90;
    static final int TASK_QUEUE_NAME_LENGTH = 91;
    static final int TASK_STATE = 92;
    static final int TASK_PRIORITY = 93;
    static final int TASK_NAMED = 94;
    static final int TASK_BYTES = 96;

    private ReplyLayout() {}

    static int align(int length) {
        return (length + 7) & -8;
    }
}
