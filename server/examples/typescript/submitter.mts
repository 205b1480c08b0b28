import { setTimeout } from 'node:timers/promises';
import { createClient, ErrorReply } from 'redis';

/** Has a mail sent to each address, once however often this is run, and says what became of it. */
type Task = { state: string; error: string | null };

const sluice = createClient({ url: process.env.SLUICE_URL ?? 'redis://127.0.0.1:7584' });
sluice.on('error', error => console.error(error.message)); // it connects again by itself
await sluice.connect();

/** Asks again what a lost connection left without an answer: the id makes it the same task. */
async function ask<T>(...words: string[]): Promise<T> {
  return sluice.sendCommand(words).catch(error => {
    if (error instanceof ErrorReply && !error.message.startsWith('LOADING ')) throw error;
    return setTimeout(500).then(() => ask(...words));
  }) as T;
}

const mails = process.argv.slice(2);
await Promise.all(mails.map(mail => ask('SUBMIT', 'email', mail, 'ID', `welcome:${mail}`)));
for (const mail of mails) {
  const task = await ask<Task | null>('AWAIT', `welcome:${mail}`, '60s');
  console.log(mail, task?.state ?? 'not done yet', task?.error);
}
await sluice.close();
