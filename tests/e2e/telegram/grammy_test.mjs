// Hammy beside a small bot on grammY, driven by the same script: an update that is delivered twice, and a 429 while the answer is sent.
// Prints a table; asserts what Hammy promises, and that the script tells the two apart.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {Bot, webhookCallback} from 'grammy';
import {broken_rules, parameters_of} from './bot_api_spec.mjs';
import {free_port, listen} from './world.mjs';

const kSecret = 'side_by_side-1';
const kToken = '123456:side-by-side';
const kMe = {id: 1, is_bot: true, first_name: 'Hammy', username: 'HammyTestBot'};
const root = fileURLToPath(new URL('../../..', import.meta.url));

// A Bot API that refuses as many messages as it is told to, with 429.
class Api {
  calls = [];
  sent = [];
  broken = [];
  refusals = 0;

  async open() {
    this.server = createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const method = request.url.split('/').pop();
      const parameters = await parameters_of(request.headers['content-type'], Buffer.concat(chunks));
      this.calls.push(method);
      this.broken.push(...broken_rules(method, parameters));
      const send = (status, answer) => response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(answer));
      if (method === 'sendMessage' && this.refusals > 0) {
        this.refusals -= 1;
        return send(429, {ok: false, error_code: 429, description: 'Too Many Requests: retry after 1', parameters: {retry_after: 1}});
      }
      if (method === 'sendMessage') this.sent.push(parameters);
      const results = {getMe: kMe, sendMessage: {message_id: this.sent.length, date: 1, chat: {id: parameters.chat_id, type: 'private'}}};
      send(200, {ok: true, result: results[method] ?? true});
    });
    this.port = await listen(this.server);
  }
  get url() {
    return `http://127.0.0.1:${this.port}`;
  }
  to(chat) {
    return this.sent.filter((message) => message.chat_id === chat).length;
  }
}

async function start_hammy(api) {
  const data = await mkdtemp(join(tmpdir(), 'hammy-beside-'));
  const port = await free_port();
  const child = spawn(process.env.HAMMY_BINARY ?? join(root, 'build/release/hammy'), ['serve', '--data', data, '--port', String(port)], {
    env: {...process.env, HAMMY_TELEGRAM_TOKEN: kToken, HAMMY_TELEGRAM_SECRET: kSecret, HAMMY_TELEGRAM_API: api.url,
      HAMMY_TELEGRAM_CHAT_RATE: '50', HAMMY_PUBLIC_URL: `http://127.0.0.1:${port}`},
    stdio: 'ignore'});
  for (const ends = Date.now() + 120_000; Date.now() < ends && !api.calls.includes('setWebhook');) await pause(50);
  return {name: 'Hammy', url: `http://127.0.0.1:${port}/telegram/webhook`, async stop() {
    child.kill('SIGKILL');
    await rm(data, {recursive: true, force: true});
  }};
}

async function start_grammy(api) {
  const bot = new Bot(kToken, {client: {apiRoot: api.url}, botInfo: kMe});
  bot.on('message:text', (context) => context.reply(`You said ${context.message.text.length} characters.`));
  const server = createServer((request, response) => {
    // As its documentation has it; a handler that fails ends in a 500, as behind Express.
    webhookCallback(bot, 'http', {secretToken: kSecret})(request, response).catch(() => response.writeHead(500).end());
  });
  const port = await listen(server);
  return {name: 'grammY', url: `http://127.0.0.1:${port}/`, async stop() {
    server.closeAllConnections();
    server.close();
  }};
}

async function deliver(bot, update_id, chat) {
  const body = JSON.stringify({update_id, message: {message_id: update_id, date: Math.floor(Date.now() / 1000), text: 'help',
    from: {id: chat, is_bot: false, first_name: 'Ada'}, chat: {id: chat, type: 'private', first_name: 'Ada'}}});
  const answer = await fetch(bot.url,
    {method: 'POST', headers: {'content-type': 'application/json', 'x-telegram-bot-api-secret-token': kSecret}, body});
  await answer.arrayBuffer();
  return answer.status;
}

async function settled(api, chat) {
  for (let last = -1, quiet = 0; quiet < 20; await pause(100)) {
    quiet = api.to(chat) === last ? quiet + 1 : 0;
    last = api.to(chat);
  }
  return api.to(chat);
}

async function script(start) {
  const api = new Api();
  await api.open();
  const bot = await start(api);
  const seen = {bot: bot.name};
  try {
    await deliver(bot, 1, 500);
    seen.once = await settled(api, 500);
    await deliver(bot, 1, 500);
    seen.again = (await settled(api, 500)) - seen.once;

    api.refusals = 1;
    seen.status_429 = await deliver(bot, 2, 501);
    seen.by_itself = await settled(api, 501);
    if (seen.status_429 !== 200) await deliver(bot, 2, 501);
    seen.after_redelivery = await settled(api, 501);
    seen.broken = api.broken;
  } finally {
    await bot.stop();
    api.server.closeAllConnections();
    api.server.close();
  }
  return seen;
}

let hammy, grammy;
before(async () => {
  hammy = await script(start_hammy);
  grammy = await script(start_grammy);
  const row = (...cells) => console.log(`${cells[0].padEnd(58)} ${cells[1].padEnd(10)} ${cells[2]}`);
  row('', hammy.bot, grammy.bot);
  for (const [title, key] of [['messages for one update', 'once'], ['more of them when it is delivered again', 'again'],
    ['webhook answer while sendMessage gets 429', 'status_429'], ['messages after the 429, without a second delivery', 'by_itself'],
    ['messages after the 429, delivered again if not acknowledged', 'after_redelivery']]) row(title, String(hammy[key]), String(grammy[key]));
}, {timeout: 180_000});

test('Hammy answers a redelivered update once', () => {
  assert.ok(hammy.once >= 1);
  assert.equal(hammy.again, 0);
});

test('Hammy acknowledges, waits as a 429 says and delivers by itself', () => {
  assert.equal(hammy.status_429, 200);
  assert.ok(hammy.by_itself >= 1);
  assert.equal(hammy.after_redelivery, hammy.by_itself);
});

test('the same script sees a bot that answers a redelivered update again', () => {
  assert.equal(grammy.once, 1);
  assert.equal(grammy.again, 1);
});

test('every call followed Telegram\'s description', () => {
  assert.deepEqual([...hammy.broken, ...grammy.broken], []);
});
