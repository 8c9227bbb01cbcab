// What the Telegram tests stand on: the real binary, the emulator telegram-test-api, and between them a relay that mends what the emulator
// lacks (the secret header, methods it does not know, the wait of getUpdates) and checks every call of Hammy's.
import {spawn} from 'node:child_process';
import {createServer} from 'node:http';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {setTimeout as pause} from 'node:timers/promises';
import emulator from 'telegram-test-api';
import {broken_rules, parameters_of} from './bot_api_spec.mjs';

const TelegramServer = emulator.default ?? emulator;
const root = fileURLToPath(new URL('../../..', import.meta.url));
const kToken = '123456:e2e-token';
const kSecret = 'e2e_secret-1';
const kStartsWithin = 120_000;  // milliseconds; the first start learns the pack
const kKnownToTheEmulator = ['getUpdates', 'sendMessage', 'editMessageReplyMarkup', 'answerCallbackQuery', 'setWebhook', 'deleteWebhook'];
const kOwnAnswers = {
  getMe: {id: 1, is_bot: true, first_name: 'Hammy', username: 'HammyTestBot'},
  getWebhookInfo: {url: '', has_custom_certificate: false, pending_update_count: 0},
};

async function body_of(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function listen(server, port = 0) {
  await new Promise((resolve, reject) => server.listen(port, '127.0.0.1', resolve).on('error', reject));
  return server.address().port;
}

export async function free_port() {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export class World {
  static async create({webhook}) {
    const world = new World();
    world.webhook = webhook;
    world.calls = [];
    world.broken = [];
    world.seen = new Set();
    world.data = await mkdtemp(join(tmpdir(), 'hammy-telegram-'));
    world.telegram = new TelegramServer({port: await free_port(), host: '127.0.0.1', storage: 'RAM', storeTimeout: 600});
    await world.telegram.start();
    world.api = createServer((request, response) => world.relay_call(request, response).catch((error) => world.broken.push(String(error))));
    world.api_port = await listen(world.api);
    world.gate = createServer((request, response) => world.relay_update(request, response));
    world.gate_port = await listen(world.gate);
    world.port = await free_port();
    await world.start();
    return world;
  }

  // Hammy → Telegram.
  async relay_call(request, response) {
    const method = request.url.split('/').pop();
    const body = await body_of(request);
    const parameters = await parameters_of(request.headers['content-type'], body);
    this.calls.push({method, parameters});
    this.broken.push(...broken_rules(method, parameters));
    const send = (status, answer) => response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(answer));
    if (!kKnownToTheEmulator.includes(method)) return send(200, {ok: true, result: kOwnAnswers[method] ?? true});
    const answer = await fetch(`${this.telegram.config.apiURL}${request.url}`,
      {method: 'POST', headers: {'content-type': 'application/json'}, body});
    const json = await answer.json();
    if (method !== 'getUpdates') return send(answer.status, json.ok ? {ok: true, result: json.result ?? true} : json);
    if (!json.result.length) await pause(100);
    send(200, {ok: true, result: json.result});
  }

  // Telegram → Hammy: the emulator never sends the secret, and dies of an answer that is not 2xx.
  async relay_update(request, response) {
    const body = await body_of(request);
    this.last_update = body;
    const status = await this.deliver(body).catch(() => 0);
    this.last_status = status;
    response.writeHead(200).end('{}');
  }

  async deliver(body, secret = kSecret) {
    const answer = await fetch(`http://127.0.0.1:${this.port}/telegram/webhook`,
      {method: 'POST', headers: {'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret}, body});
    return answer.status;
  }

  async start() {
    const environment = {...process.env, HAMMY_TELEGRAM_TOKEN: kToken, HAMMY_TELEGRAM_SECRET: kSecret,
      HAMMY_TELEGRAM_API: `http://127.0.0.1:${this.api_port}`, HAMMY_TELEGRAM_CHAT_RATE: '50',
      HAMMY_PUBLIC_URL: this.webhook ? `http://127.0.0.1:${this.gate_port}` : ''};
    const binary = process.env.HAMMY_BINARY ?? join(root, 'build/release/hammy');
    this.output = '';
    this.process = spawn(binary, ['serve', '--data', this.data, '--port', String(this.port)], {env: environment, stdio: ['ignore', 'pipe', 'pipe']});
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on('data', (bytes) => (this.output += bytes));
    this.ended = new Promise((resolve) => this.process.once('exit', (code, signal) => resolve({code, signal})));
    const wanted = this.webhook ? 'setWebhook' : 'getUpdates';
    for (const ends = Date.now() + kStartsWithin; Date.now() < ends; await pause(50)) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/healthz`).catch(() => null);
      if (answer?.ok && this.calls.some((call) => call.method === wanted)) return;
    }
    throw new Error(`hammy did not start:\n${this.output}`);
  }

  async stop(signal = 'SIGTERM') {
    this.process.kill(signal);
    return await this.ended;
  }

  async destroy() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.stop('SIGKILL');
    this.api.closeAllConnections();
    this.gate.closeAllConnections();
    this.api.close();
    this.gate.close();
    await this.telegram.stop();
    await rm(this.data, {recursive: true, force: true});
  }

  runner(id, name = 'Ada') {
    return new Runner(this, id, name);
  }

  // What Hammy said to a chat, oldest first.
  said_to(chat) {
    return this.calls.filter((call) => call.method === 'sendMessage' && call.parameters.chat_id === chat).map((call) => call.parameters);
  }
}

class Runner {
  constructor(world, id, name) {
    this.world = world;
    this.id = id;
    this.client = world.telegram.getClient(kToken, {userId: id, chatId: id, firstName: name, type: 'private', timeout: 15_000});
  }

  // Says it and waits until Hammy has answered, and until the answers are `enough`; gives the answers.
  async say(text, enough) {
    return await this.answers_to(() => this.client.sendMessage(this.client.makeMessage(text)), enough);
  }
  async press(data, message_id = 1) {
    return await this.answers_to(() => this.client.sendCallback(this.client.makeCallbackQuery(data, {message: {message_id}})));
  }

  async answers_to(act, enough = () => true) {
    const before = this.world.said_to(this.id).length;
    await act();
    for (const ends = Date.now() + 15_000; Date.now() < ends; await pause(20)) {
      const answers = this.world.said_to(this.id).slice(before);
      if (!answers.length || !enough(answers)) continue;
      await pause(150);  // a second message may follow
      return this.world.said_to(this.id).slice(before);
    }
    throw new Error(`no answer:\n${this.world.output}`);
  }
}

export const buttons_of = (answers) => answers.flatMap((answer) => (answer.reply_markup?.inline_keyboard ?? []).flat());
export const text_of = (answers) => answers.map((answer) => answer.text).join('\n');
