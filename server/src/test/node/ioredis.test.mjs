import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { Redis } from 'ioredis';
import { serves } from './contract.mjs';
import { Sluice } from './sluice.mjs';

async function open(port, options = {}) {
  const client = new Redis({ host: '127.0.0.1', port, ...options });
  // Without a listener an error is written to the console; the library connects again by itself.
  client.on('error', () => {});
  await once(client, 'ready');
  return client;
}

for (const [protocol, signal] of [[2, 'SIGTERM'], [3, 'SIGKILL']]) {
  serves({
    name: `ioredis over RESP${protocol}`,
    open: port => open(port, { protocol }),
    call: (client, [command, ...words]) => client.call(command, ...words),
    close: client => client.disconnect(),
    resends: true,
    signal,
  });
}

let sluice;
before(async () => (sluice = await Sluice.start()));
after(() => sluice.stop());

test('ioredis is given maps where it wants them', async t => {
  const client = await open(sluice.port, { replyMapping: 'resp3' });
  t.after(() => client.disconnect());
  await client.call('SUBMIT', 'q', 'x', 'ID', 'a');

  const task = await client.call('TASK', 'a');

  assert.deepEqual([task.id, task.state, task.group], ['a', 'queued', null]);
});

test('ioredis is given each answer of a pipeline', async t => {
  const client = await open(sluice.port);
  t.after(() => client.disconnect());

  const [[none, id], [refused]] =
      await client.pipeline().call('SUBMIT', 'piped', 'x', 'ID', 'p').call('COMPLETE', 'nobody', '1').exec();

  assert.deepEqual([none, id], [null, 'p']);
  assert.match(refused.message, /^NOTASK /);
});

test('ioredis is given bytes as they are', async t => {
  const client = await open(sluice.port);
  t.after(() => client.disconnect());
  const payload = Buffer.from([0, 255, 13, 10, 128]);
  await client.call('SUBMIT', 'bytes', payload, 'ID', 'b');

  const [lease] = await client.callBuffer('CLAIM', 'bytes');

  assert.deepEqual(lease[2], payload);
});
