// node framework_bot.mjs grammy|telegraf PORT DATABASE API_URL: the small bot behind a webhook, answering callbacks before the work.
import http from 'node:http';
import {SmallBot} from './small_bot.mjs';

const [framework, port, database, apiRoot] = process.argv.slice(2);
const token = '1:bench', secret = 'bench', path = '/telegram/webhook';
const small = new SmallBot(database);
const me = {id: 1, is_bot: true, first_name: 'Bench', username: 'bench_bot', can_join_groups: false, can_read_all_group_messages: false,
  supports_inline_queries: false};
// The same connection for all sends, as a bot in production has it.
const agent = new http.Agent({keepAlive: true, maxSockets: 32});

async function grammy() {
  const {Bot, webhookCallback} = await import('grammy');
  const bot = new Bot(token, {botInfo: me, client: {apiRoot, baseFetchConfig: {agent, compress: true}}});
  bot.on('message:text', (ctx) => small.hears(ctx.update.update_id, ctx.chat.id, ctx.from.first_name, ctx.message.text));
  bot.on('callback_query:data', (ctx) => {
    ctx.answerCallbackQuery().catch(() => {});
    small.hears(ctx.update.update_id, ctx.chat.id, ctx.from.first_name, ctx.callbackQuery.data);
  });
  small.sendWith((chat, text) => bot.api.sendMessage(chat, text));
  const handle = webhookCallback(bot, 'http', {secretToken: secret});
  return (request, response) => (request.url === path ? handle(request, response) : response.writeHead(404).end());
}

async function telegraf() {
  const {Telegraf} = await import('telegraf');
  const bot = new Telegraf(token, {telegram: {apiRoot, agent, webhookReply: false}});
  bot.botInfo = me;
  bot.on('text', (ctx) => small.hears(ctx.update.update_id, ctx.chat.id, ctx.from.first_name, ctx.message.text));
  bot.on('callback_query', (ctx) => {
    ctx.answerCbQuery().catch(() => {});
    small.hears(ctx.update.update_id, ctx.chat.id, ctx.from.first_name, ctx.callbackQuery.data);
  });
  small.sendWith((chat, text) => bot.telegram.sendMessage(chat, text));
  return bot.webhookCallback(path, {secretToken: secret});
}

const handle = await {grammy, telegraf}[framework]();
http.createServer(handle).listen(Number(port), '127.0.0.1');
