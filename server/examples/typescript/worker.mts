import { setTimeout } from 'node:timers/promises';
import { createClient, ErrorReply } from 'redis';

/** Sends the mails of the queue "email", one after the other, until SIGTERM. */
type Lease = [id: string, token: number, payload: string, ...more: unknown[]];

let stopping = false;
process.once('SIGTERM', () => (stopping = true)); // a second one ends it at once

const sluice = createClient({ url: process.env.SLUICE_URL ?? 'redis://127.0.0.1:7584' });
sluice.on('error', error => console.error(error.message)); // it connects again by itself
await sluice.connect();

/** Asks again what a lost connection left without an answer, which does no harm. */
async function ask<T>(...words: string[]): Promise<T> {
  return sluice.sendCommand(words).catch(error => {
    if (error instanceof ErrorReply && !error.message.startsWith('LOADING ')) throw error;
    return setTimeout(500).then(() => ask(...words));
  }) as T;
}

function send(mail: string) {
  console.log(`sending to ${mail}`);
  if (!mail.includes('@')) throw new Error(`no address in ${mail}`);
}

while (!stopping) {
  for (const [id, token, mail] of await ask<Lease[]>('CLAIM', 'email', 'WAIT', '5s')) {
    let outcome = ['COMPLETE', id, `${token}`, 'RESULT', 'sent'];
    try {
      send(mail);
    } catch (error) { // the queue's settings say whether and when it is tried again
      outcome = ['FAIL', id, `${token}`, 'ERROR', (error as Error).message];
    }
    // STALE: it took longer than the lease, so somebody else has the task now
    await ask(...outcome).catch(refused => console.log(`${mail}: ${refused.message}`));
  }
}
await sluice.close();
