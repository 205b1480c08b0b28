import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createClient } from 'redis';
import { serves } from './contract.mjs';
import { Sluice } from './sluice.mjs';

async function open(port, RESP) {
  const client = createClient({ socket: { host: '127.0.0.1', port }, RESP });
  // Without a listener an error ends the process; the library connects again by itself.
  client.on('error', () => {});
  return client.connect();
}

for (const [RESP, signal] of [[2, 'SIGTERM'], [3, 'SIGKILL']]) {
  serves({
    name: `node-redis over RESP${RESP}`,
    open: port => open(port, RESP),
    call: (client, words) => client.sendCommand(words),
    close: client => client.destroy(),
    resends: false,
    signal,
  });
}

let sluice;
before(async () => (sluice = await Sluice.start()));
after(() => sluice.stop());

test('node-redis is given maps over RESP3', async t => {
  const client = await open(sluice.port, 3);
  t.after(() => client.destroy());
  await client.sendCommand(['SUBMIT', 'q', 'x', 'ID', 'a', 'GROUP', 'g']);

  const task = await client.sendCommand(['TASK', 'a']);
  const queue = await client.sendCommand(['QUEUE', 'GET', 'q']);

  assert.deepEqual({ ...task, submitted: 0, eta: 0 }, {
    ...{ id: 'a', queue: 'q', state: 'queued', priority: 5, group: 'g', attempt: 0, attempts: 5, submitted: 0 },
    ...{ due: null, started: null, deadline: null, finished: null, token: null, position: 0, eta: 0 },
    ...{ why: 'ready', error: null, result: null, size: 1 },
  });
  assert.deepEqual([queue.queued, queue.limit, queue.maxlen], [1, [], null]);
});

test('node-redis says who it is', async t => {
  const client = await open(sluice.port, 3);
  t.after(() => client.destroy());

  const info = await client.clientInfo();

  assert.deepEqual([info.libName, info.libVer, info.resp], ['node-redis', '6.3.1', 3]);
});

test('node-redis is given bytes as they are', async t => {
  const client = await open(sluice.port, 3);
  t.after(() => client.destroy());
  const payload = Buffer.from([0, 255, 13, 10, 128]);
  const binary = client.withTypeMapping({ 36: Buffer });
  await client.sendCommand(['SUBMIT', 'bytes', payload, 'ID', 'b']);

  const [lease] = await binary.sendCommand(['CLAIM', 'bytes']);

  assert.deepEqual(lease[2], payload);
});
