"""Has a mail sent to each address, once however often this is run, and says what became of it."""
import os
import sys
import redis

sluice = redis.Redis.from_url(
    os.environ.get("SLUICE_URL", "redis://127.0.0.1:7584"),
    decode_responses=True,
    socket_timeout=90,  # longer than AWAIT waits
    retry=redis.retry.Retry(redis.backoff.ExponentialBackoff(cap=5, base=0.1), 1000),  # connects again, and asks again
    retry_on_error=[redis.ConnectionError],
)
mails = sys.argv[1:]
for mail in mails:  # the id makes it the same task, also when it is asked again
    sluice.execute_command("SUBMIT", "email", mail, "ID", "welcome:" + mail)
for mail in mails:
    task = sluice.execute_command("AWAIT", "welcome:" + mail, "60s") or {"state": "not done yet", "error": None}
    if isinstance(task, list):  # over RESP2 maps are lists of names and values in turn
        task = dict(zip(task[::2], task[1::2]))
    print(mail, task["state"], task["error"])
