// SPDX-License-Identifier: AGPL-3.0-or-later
//
// house.mjs - starts a house on a data folder of its own and a free port, and stops it again.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterwards } from './suite.mjs';

export function folder() {
    return mkdtempSync(join(tmpdir(), 'netzarbeit-test-'));
}

/** Runs a command to its end: { code, out, err }. */
export function command(binary, data, args, { input, env } = {}) {
    const done = spawnSync(binary, ['--data', data, ...args], {
        input, encoding: 'utf8', maxBuffer: 64 << 20, timeout: 120000, env: { ...process.env, ...env },
    });
    return { code: done.status, signal: done.signal, out: done.stdout, err: done.stderr };
}

export class House {
    constructor(binary, { data = folder(), args = [], env = {} } = {}) {
        Object.assign(this, { binary, data, args, env, log: '' });
    }

    run(...args) {
        return command(this.binary, this.data, args, { env: this.env });
    }

    /** Resolves when it listens; rejects with what it said if it ends before. */
    open() {
        const args = ['--data', this.data, 'serve', '--listen', `127.0.0.1:${this.port ?? 0}`, ...this.args];
        this.process = spawn(this.binary, args, { env: { ...process.env, ...this.env }, stdio: ['ignore', 'pipe', 'pipe'] });
        this.process.stderr.on('data', (d) => { this.log += d; });
        afterwards(() => this.close('SIGKILL'));
        this.ended = new Promise((resolve) => this.process.on('exit', (code, signal) => resolve({ code, signal })));
        return new Promise((resolve, reject) => {
            let out = '';
            this.process.stdout.on('data', (d) => {
                out += d;
                const listening = out.match(/^listening (http:\S+)$/m);
                if (!listening) return;
                this.url = listening[1];
                this.port = Number(new URL(this.url).port);
                // The host link, if any, follows in the same flush.
                setTimeout(() => {
                    this.hostLink = out.match(/^host link (\S+)$/m)?.[1];
                    resolve(this);
                }, 20);
            });
            this.ended.then(({ code, signal }) => reject(new Error(`ended with ${code ?? signal}: ${this.log}`)));
        });
    }

    async close(signal = 'SIGTERM') {
        if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill(signal);
        return this.ended;
    }

    /** Closes and removes the data folder. The house must have ended cleanly. */
    async done() {
        const { code, signal } = await this.close();
        rmSync(this.data, { recursive: true, force: true });
        if (code !== 0) throw new Error(`the house ended with ${code ?? signal}:\n${this.log.slice(-6000)}`);
    }
}

export async function openHouse(binary, options = {}) {
    const house = new House(binary, options);
    for (const args of options.before ?? []) {
        const { code, err } = house.run(...args);
        if (code !== 0) throw new Error(`${args.join(' ')}: ${code}: ${err}`);
    }
    return house.open();
}

/** A path below the builders' measuring data, or null where it is absent. */
export function measuringData(path) {
    const top = execFileSync('git', ['rev-parse', '--show-toplevel'], { encoding: 'utf8' }).trim();
    const file = join(top, '..', 'shared', 'data', path);
    return existsSync(file) ? file : null;
}
