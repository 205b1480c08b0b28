"""Sends the mails of the queue "email", one after the other, until SIGTERM."""
import os
import signal
import redis


def stop(*_):
    global stopping
    stopping = True
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a second one ends it at once


def send(mail):
    print("sending to", mail, flush=True)
    if "@" not in mail:
        raise ValueError("no address in " + mail)


stopping = False
signal.signal(signal.SIGTERM, stop)
sluice = redis.Redis.from_url(
    os.environ.get("SLUICE_URL", "redis://127.0.0.1:7584"),
    socket_timeout=30,  # longer than the claim waits
    retry=redis.retry.Retry(redis.backoff.ExponentialBackoff(cap=5, base=0.1), 1000),  # connects again, and asks again
    retry_on_error=[redis.ConnectionError],
)
while not stopping:
    for id, token, payload, *_ in sluice.execute_command("CLAIM", "email", "WAIT", "5s"):
        try:
            send(payload.decode())
            outcome = ["COMPLETE", id, token, "RESULT", "sent"]
        except ValueError as error:  # the queue's settings say whether and when it is tried again
            outcome = ["FAIL", id, token, "ERROR", str(error)]
        try:
            sluice.execute_command(*outcome)
        except redis.ResponseError as refused:  # STALE: it took longer than the lease; somebody else has it now
            print(payload.decode() + ":", refused, flush=True)
