import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { Sluice } from './sluice.mjs';

/** How long one test may take; only a client that hangs takes so long. */
const TIMEOUT_MS = 120_000;

/**
 * What every library can do with a server.
 *
 * `name` says which library it is and how it is set up; `open(port)` returns a client that is connected; `call(client, words)` sends a command;
 * `close(client)` ends it; `resends` tells whether the library sends a command again whose answer a lost connection has kept from it;
 * `signal` is what ends the server in between.
 */
export function serves({ name, open, call, close, resends, signal }) {
  describe(name, { timeout: TIMEOUT_MS }, () => {
    let sluice;
    let submitter;
    let worker;

    before(async () => (sluice = await Sluice.start()));
    after(() => sluice.stop());

    beforeEach(async () => {
      submitter = await open(sluice.port);
      worker = await open(sluice.port);
    });
    afterEach(() => Promise.all([close(submitter), close(worker)]));

    const say = (client, line) => call(client, line.split(' '));

    /** Returns once so many connections wait for the answer of a command. */
    async function untilWaiting(connections) {
      while (!(await say(submitter, 'INFO clients')).includes(`blocked_clients:${connections}\r\n`));
    }

    /** Counts the starts of a queue from the journal. */
    async function startsOf(queue) {
      const [[, starts]] = await say(submitter, `LIMIT AUDIT ${queue}`);
      return starts;
    }

    test('takes a task from its submit to its result', async () => {
      const waiting = say(worker, 'CLAIM work WAIT 60s');
      await untilWaiting(1);
      assert.equal(await call(submitter, ['SUBMIT', 'work', 'a payload', 'ID', 'work-1']), 'work-1');

      const [[id, token, payload, queue, attempt]] = await waiting;
      assert.deepEqual([id, payload, queue, attempt], ['work-1', 'a payload', 'work', 1]);
      assert.equal(await call(worker, ['COMPLETE', id, String(token), 'RESULT', 'done']), 1);
    });

    test('tells what is refused, the code first', async () => {
      await say(submitter, 'SUBMIT refusals x ID refusals-1');
      const [[id, token]] = await say(worker, 'CLAIM refusals');
      assert.equal(await call(worker, ['FAIL', id, String(token), 'ERROR', 'no such mailbox']), 'delayed');

      await assert.rejects(say(worker, `COMPLETE ${id} ${token}`), { message: /^STALE / });
      await assert.rejects(say(worker, 'COMPLETE nobody 1'), { message: /^NOTASK / });
      await assert.rejects(say(submitter, 'SUBMIT refusals x PRIORITY high'), { message: /^ERR PRIORITY / });
      await assert.rejects(say(submitter, 'SUBMIT refusals x ID refusals-1 NX'), { message: /^DUPLICATE / });
    });

    test('answers nothing with an empty list, and nobody with null', async () => {
      assert.deepEqual(await say(worker, 'CLAIM nothing'), []);
      assert.equal(await say(worker, 'TASK nobody'), null);
    });

    test('answers what is sent ahead in its order', async () => {
      const ids = Array.from({ length: 500 }, (_, i) => `ahead-${i}`);

      const answers = await Promise.all(ids.map(id => say(submitter, `SUBMIT ahead x ID ${id}`)));

      assert.deepEqual(answers, ids);
    });

    test(`goes on after a ${signal}: what was leased is still leased`, async () => {
      await say(submitter, 'SUBMIT kept x ID kept-1 LEASE 1h');
      const [[id, token]] = await say(worker, 'CLAIM kept');

      await sluice.restart(signal);

      assert.equal(await say(worker, `COMPLETE ${id} ${token}`), 1);
    });

    test(`has a task started once though a claim waited during a ${signal}`, async () => {
      await say(submitter, 'QUEUE SET once LIMIT 1000/1h');
      const waiting = say(worker, 'CLAIM once WAIT 60s').catch(error => error);
      await untilWaiting(1);

      await sluice.restart(signal);
      await say(submitter, 'SUBMIT once x ID once-1');
      const outcome = await waiting;
      const leases = resends ? outcome : await say(worker, 'CLAIM once WAIT 60s');

      assert.equal(outcome instanceof Error, !resends);
      assert.equal(leases[0][0], 'once-1');
      assert.equal(await startsOf('once'), 1);
    });
  });
}
