import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const JAVA = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
const JAR = process.env.SLUICE_JAR;
const READY = /^sluice ready on 127\.0\.0\.1:(\d+)/;

/** The finished jar in a process of its own, on a directory of its own. When it is started again, both it and its port stay the same. */
export class Sluice {
  port = 0;
  #directory;
  #process;

  static async start() {
    const sluice = new Sluice();
    sluice.#directory = await mkdtemp(join(tmpdir(), 'sluice-'));
    await sluice.#serve();
    return sluice;
  }

  /** Ends the process by a signal, waits until it is gone, and starts another one. */
  async restart(signal) {
    await this.#end(signal);
    await this.#serve();
  }

  async stop() {
    await this.#end('SIGTERM');
    await rm(this.#directory, { recursive: true });
  }

  async #serve() {
    const options = ['--port', this.port, '--data', join(this.#directory, 'data')];
    this.#process = spawn(JAVA, ['-Xmx128m', '-jar', JAR, ...options], {
      env: { ...process.env, SLUICE_HTTP_PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface(this.#process.stdout)) {
      const ready = READY.exec(line);
      if (ready) {
        this.port = Number(ready[1]);
        return;
      }
    }
    throw new Error('the server ended before it was ready');
  }

  async #end(signal) {
    const ended = once(this.#process, 'exit');
    this.#process.kill(signal);
    await ended;
  }
}
