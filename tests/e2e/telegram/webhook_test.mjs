// Telegram by webhook, against the emulator.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {converse} from './conversation.mjs';

const state = converse({webhook: true});
const update = (id, text) => JSON.stringify({update_id: id, message: {message_id: id, date: 1700000000, chat: {id: 900, type: 'private'}, text}});

test('the webhook is registered with its secret and the updates that are used', () => {
  const set = state.world.calls.find((call) => call.method === 'setWebhook').parameters;
  assert.match(set.url, /\/telegram\/webhook$/);
  assert.ok(set.secret_token);
  assert.deepEqual(set.allowed_updates, ['message', 'edited_message', 'callback_query', 'my_chat_member']);
});

test('an update that is delivered twice is answered once', {timeout: 60_000}, async () => {
  assert.equal(await state.world.deliver(update(70001, 'help')), 200);
  const {setTimeout: pause} = await import('node:timers/promises');
  await pause(500);
  const once = state.world.said_to(900).length;
  assert.ok(once > 0);
  assert.equal(await state.world.deliver(update(70001, 'help')), 200);
  await pause(500);
  assert.equal(state.world.said_to(900).length, once);
});

test('bad input has its status, and nothing dies', {timeout: 60_000}, async () => {
  assert.equal(await state.world.deliver(update(70002, 'help'), 'wrong'), 401);
  assert.equal(await state.world.deliver('{malformed'), 200);
  assert.equal(await state.world.deliver(JSON.stringify({update_id: 70003, something_new: {}})), 200);
  assert.equal(await state.world.deliver('x'.repeat(5_000_000)).catch(() => 413), 413);
  assert.equal(await state.world.deliver(update(70004, '🦵'.repeat(2048))), 200);
  assert.equal(await state.world.deliver(update(70005, '')), 200);
  assert.equal((await fetch(`http://127.0.0.1:${state.world.port}/healthz`)).status, 200);
});
