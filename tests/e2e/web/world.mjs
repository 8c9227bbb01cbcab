// What the web chat's tests stand on: the real binary over a data folder of its own, and a real browser.
import {spawn} from 'node:child_process';
import {createServer} from 'node:net';
import {mkdtemp, readdir, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {setTimeout as pause} from 'node:timers/promises';
import {chromium} from 'playwright-core';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const kBrowser = process.env.HAMMY_CHROMIUM ?? '/usr/bin/chromium';
const kBrowserFlags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const kStartsWithin = 60_000;  // milliseconds; the first start learns the pack

// The binary under test: HAMMY_BINARY, or the one that was built last.
async function find_binary() {
  if (process.env.HAMMY_BINARY) return process.env.HAMMY_BINARY;
  const built = [];
  for (const preset of await readdir(join(root, 'build')).catch(() => [])) {
    const file = join(root, 'build', preset, 'hammy');
    const found = await stat(file).catch(() => null);
    if (found?.isFile()) built.push([found.mtimeMs, file]);
  }
  if (!built.length) throw new Error('no hammy to test: build one (cmake --preset release && cmake --build --preset release) or set HAMMY_BINARY');
  return built.sort((a, b) => b[0] - a[0])[0][1];
}

async function free_port() {
  const server = createServer();
  await new Promise((resolve, reject) => server.listen(0, '127.0.0.1', resolve).on('error', reject));
  const {port} = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

// One Hammy with its data; stopped and started again it is the same Hammy at the same address.
export class Hammy {
  static async create() {
    const hammy = new Hammy();
    hammy.data = await mkdtemp(join(tmpdir(), 'hammy-web-'));
    hammy.port = Number(process.env.HAMMY_E2E_PORT) || (await free_port());
    hammy.url = `http://127.0.0.1:${hammy.port}/`;
    hammy.output = '';
    await hammy.start();
    return hammy;
  }

  async start() {
    const ends = new AbortController();
    this.process = spawn(await find_binary(), ['serve', '--data', this.data, '--port', String(this.port)], {
      env: {...process.env, HAMMY_TELEGRAM_TOKEN: ''}, stdio: ['ignore', 'pipe', 'pipe']});
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on('data', (bytes) => (this.output += bytes));
    this.ended = new Promise((resolve) => this.process.once('exit', (code, signal) => (ends.abort(), resolve({code, signal}))));
    for (const patience_ends = Date.now() + kStartsWithin; Date.now() < patience_ends && !ends.signal.aborted; await pause(50)) {
      const answer = await fetch(`${this.url}healthz`).catch(() => null);
      if (answer?.ok) return;
    }
    throw new Error(`hammy did not start:\n${this.output}`);
  }

  async stop(signal = 'SIGTERM') {
    this.process.kill(signal);
    return await this.ended;
  }

  async restart(signal = 'SIGTERM') {
    await this.stop(signal);
    await this.start();
  }

  async destroy() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.stop('SIGKILL');
    await rm(this.data, {recursive: true, force: true});
  }
}

export const launch_browser = () => chromium.launch({executablePath: kBrowser, args: kBrowserFlags});

// A runner with a browser of their own. `troubles` collects what a page must never do: throw, break the policy, load from elsewhere.
export class Runner {
  static async meet(browser, hammy, options = {}) {
    const runner = new Runner();
    runner.hammy = hammy;
    runner.troubles = [];
    runner.context = await browser.newContext({locale: 'en-GB', timezoneId: 'Europe/Berlin', viewport: {width: 390, height: 844}, ...options});
    return runner;
  }

  async open() {
    const page = await this.context.newPage();
    page.on('pageerror', (error) => this.troubles.push(`threw: ${error}`));
    page.on('console', (message) => /Content Security Policy|Trusted/i.test(message.text()) && this.troubles.push(message.text()));
    page.on('request', (request) => new URL(request.url()).origin !== new URL(this.hammy.url).origin && !request.url().startsWith('blob:') &&
      this.troubles.push(`loaded ${request.url()}`));
    await page.goto(this.hammy.url);
    await page.locator('#log:not([aria-busy])').waitFor({state: 'attached'});
    await page.locator('.hammy .bubble:not(.typing)').first().waitFor();
    return page;
  }

  leave() {
    return this.context.close();
  }
}

// An IANA zone where the clock shows this hour now, so that a test or a picture has its time of day at any time of day.
export function zone_where_it_is(hour) {
  const east = ((hour - new Date().getUTCHours() + 36) % 24) - 12;  // −12 … +11
  return east === 0 ? 'Etc/UTC' : `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;  // the sign of these names is the other way round
}

// ---- what stands on a page ----
const words_of = (page, selector) => page.locator(selector).evaluateAll((bubbles) => bubbles.map((bubble) =>
  [...bubble.children].filter((child) => !child.matches('.unseen')).map((child) => child.innerText).join('\n').trim()));
export const said_by_runner = (page) => words_of(page, '#log .runner .bubble');
export const said_by_hammy = (page) => words_of(page, '#log .hammy .bubble');

// Both sides in order, with what each button shows.
export const conversation = (page) => page.locator('#log .row').evaluateAll((rows) => rows.map((row) => ({
  from: row.matches('.runner') ? 'runner' : 'hammy',
  text: row.querySelector('.bubble').innerText,
  waiting: row.matches('.waiting'),
  buttons: [...row.querySelectorAll('.chip')].map((chip) => [chip.textContent, chip.getAttribute('aria-pressed')]),
})));

export async function say(page, text) {
  await page.locator('#say').fill(text);
  await page.locator('#say').press('Enter');
}

// Until the last word is Hammy's and nothing of the runner's is on its way.
export async function answered(page) {
  await page.waitForFunction(() => {
    const last = document.querySelector('#log')?.lastElementChild;
    return last?.matches('.row.hammy, .notice') && !document.querySelector('#log .waiting');
  });
}

export async function ask(page, text) {
  await say(page, text);
  await answered(page);
}
