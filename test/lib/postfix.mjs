// SPDX-License-Identifier: AGPL-3.0-or-later
//
// postfix.mjs - a real mail server for tests: Postfix on loopback with its own configuration, queue and
// mailbox, TLS by a certificate of its own and signing in. Needs root; skips visibly without.
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterwards, skip } from './suite.mjs';

const PROGRAM = '/usr/sbin/postfix';
const MASTER = '/usr/lib/postfix/sbin/master';
export const USER = 'house@example.org';
export const PASSWORD = 'a pass word: "x"';
/** What the server says to these, whoever writes. */
export const REFUSED = 'refused@example.org';
export const LATER = 'later@example.org';

const free = () => new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
        const { port } = server.address();
        server.close(() => resolve(port));
    });
});

const answers = (port) => new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('data', () => { socket.destroy(); resolve(true); });
    socket.on('error', () => resolve(false));
});

export async function until(what, check, ms = 15000) {
    const end = Date.now() + ms;
    for (;;) {
        const got = await check();
        if (got) return got;
        if (Date.now() > end) throw new Error(`not in ${ms / 1000} s: ${typeof what === "function" ? what() : what}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

const id = (what, user) => Number(execFileSync('id', [what, user], { encoding: 'utf8' }));

function configuration(dir, port, nobody) {
    return Object.entries({
        compatibility_level: '3.6',
        maillog_file: `${dir}/log`,
        maillog_file_prefixes: dir,
        queue_directory: `${dir}/queue`,
        data_directory: `${dir}/data`,
        daemon_directory: '/usr/lib/postfix/sbin',
        command_directory: '/usr/sbin',
        mail_owner: 'postfix',
        setgid_group: 'postdrop',
        inet_interfaces: '127.0.0.1',
        inet_protocols: 'ipv4',
        mynetworks: '',
        myhostname: 'mail.example.org',
        mydestination: '',
        local_transport: 'error:none',
        local_recipient_maps: '',
        smtpd_peername_lookup: 'no',
        disable_dns_lookups: 'yes',
        smtpd_error_sleep_time: '0',
        smtpd_client_connection_count_limit: '0',
        alias_maps: '',
        virtual_mailbox_domains: 'example.org',
        virtual_mailbox_base: `${dir}/mail`,
        virtual_mailbox_maps: 'static:inbox',
        virtual_minimum_uid: '1',
        virtual_uid_maps: `static:${nobody.uid}`,
        virtual_gid_maps: `static:${nobody.gid}`,
        smtpd_tls_cert_file: `${dir}/cert.pem`,
        smtpd_tls_key_file: `${dir}/key.pem`,
        smtpd_tls_security_level: 'may',
        smtpd_tls_auth_only: 'yes',
        smtpd_sasl_auth_enable: 'yes',
        smtpd_sasl_type: 'cyrus',
        smtpd_sasl_path: 'smtpd',
        cyrus_sasl_config_path: `${dir}/sasl`,
        smtpd_recipient_restrictions: `check_recipient_access inline:{ {${REFUSED} = 550 5.1.1 no such person}, {${LATER} = 450 4.2.0 come again} }, permit_sasl_authenticated, reject`,
    }).map(([name, value]) => `${name} = ${value}\n`).join('') + `# listens on ${port}\n`;
}

const services = (port) => `127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;

function signingIn(dir) {
    mkdirSync(`${dir}/sasl`);
    writeFileSync(`${dir}/sasl/smtpd.conf`, `pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\nsasldb_path: ${dir}/sasl/sasldb2\n`);
    execFileSync('saslpasswd2', ['-p', '-c', '-f', `${dir}/sasl/sasldb2`, '-u', 'example.org', 'house'], { input: PASSWORD });
    chmodSync(`${dir}/sasl/sasldb2`, 0o644);
}

function certificate(dir) {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost',
        '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', `${dir}/key.pem`, '-out', `${dir}/cert.pem`],
    { stdio: ['ignore', 'ignore', 'ignore'] });
}

export class Postfix {
    /** Resolves when it takes mails. */
    static async open() {
        if (process.getuid() !== 0) skip('a mail server can be started by root only');
        if (!existsSync(PROGRAM)) skip('postfix is not installed');
        const p = new Postfix();
        p.dir = mkdtempSync(join(tmpdir(), 'netzarbeit-postfix-'));
        p.port = await free();
        chmodSync(p.dir, 0o755);
        const nobody = { uid: id('-u', 'nobody'), gid: id('-g', 'nobody') };
        for (const name of ['queue', 'data', 'mail']) mkdirSync(join(p.dir, name));
        chownSync(join(p.dir, 'data'), id('-u', 'postfix'), 0);
        chownSync(join(p.dir, 'mail'), nobody.uid, nobody.gid);
        certificate(p.dir);
        signingIn(p.dir);
        writeFileSync(join(p.dir, 'main.cf'), configuration(p.dir, p.port, nobody));
        writeFileSync(join(p.dir, 'master.cf'), services(p.port));
        execFileSync(PROGRAM, ['-c', p.dir, 'check'], { stdio: 'ignore' }); // makes the folders of the queue
        await p.start();
        afterwards(() => p.close());
        return p;
    }

    async start() {
        this.process = spawn(MASTER, ['-c', this.dir, '-d'], { stdio: 'ignore' });
        this.ended = new Promise((resolve) => this.process.on('exit', resolve));
        await until(() => `the mail server listens; it said: ${this.log}`, () => answers(this.port), 20000);
    }

    async stop() {
        this.process.kill('SIGTERM');
        await this.ended;
    }

    async close() {
        if (this.process.exitCode === null && this.process.signalCode === null) await this.stop();
        rmSync(this.dir, { recursive: true, force: true });
    }

    get log() {
        const file = join(this.dir, 'log');
        return existsSync(file) ? readFileSync(file, 'utf8') : '';
    }

    get certificate() {
        return join(this.dir, 'cert.pem');
    }

    /** All mails that arrived, as text. */
    mails() {
        const box = join(this.dir, 'mail', 'inbox');
        if (!existsSync(box)) return [];
        return readFileSync(box, 'utf8').split(/^From \S+ .*$/m).slice(1).map((m) => m.trim());
    }

    /** The text part of a mail, decoded. */
    static text(mail) {
        const part = mail.split(/^Content-Type: text\/plain/m)[1].split('\n\n').slice(1).join('\n\n').split(/^--/m)[0];
        const bytes = part.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
        const charset = mail.match(/^Content-Type: text\/plain;\s+charset="?([\w-]+)/mi)?.[1] ?? 'utf-8';
        return new TextDecoder(charset).decode(Buffer.from(bytes, 'latin1'));
    }
}
