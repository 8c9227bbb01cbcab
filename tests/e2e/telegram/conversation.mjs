// The same conversation for the webhook and for polling: what a runner must be able to do on Telegram.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {World, buttons_of, text_of} from './world.mjs';

export function converse(options) {
  const state = {};
  before(async () => {
    state.world = await World.create(options);
  });
  after(async () => {
    await state.world?.destroy();
  });

  test('/start is greeted', {timeout: 60_000}, async () => {
    const answers = await state.world.runner(101).say('/start');
    assert.match(text_of(answers), /Hammy/);
  });

  test('pain gets a circuit in HTML, with buttons of at most 64 bytes', {timeout: 60_000}, async () => {
    const answers = await state.world.runner(102).say('my hamstring hurts after sitting, about a 4', (said) => buttons_of(said).length);
    assert.match(text_of(answers), /<b>/);
    assert.ok(answers.every((answer) => answer.parse_mode === 'HTML'));
    const buttons = buttons_of(answers);
    assert.ok(buttons.length > 0);
    for (const button of buttons) assert.ok(Buffer.byteLength(button.callback_data) <= 64 && button.callback_data.startsWith('1|'));
  });

  test('a button is answered at once and its keyboard is taken away', {timeout: 60_000}, async () => {
    const runner = state.world.runner(103);
    const done_in = (answers) => buttons_of(answers).find((button) => button.callback_data.startsWith('1|log_done'));
    const done = done_in(await runner.say('what should I do today, pain 2', done_in));  // the circuit follows the welcome
    await runner.press(done.callback_data, 77);
    await pause(100);
    const methods = state.world.calls.map((call) => call.method);
    assert.ok(methods.includes('answerCallbackQuery'));
    assert.ok(methods.includes('editMessageReplyMarkup'));
  });

  test('a red flag stops: what to do and no circuit', {timeout: 60_000}, async () => {
    const answers = await state.world.runner(104).say('I felt a pop and now there is a huge bruise, I cannot walk');
    assert.doesNotMatch(text_of(answers), /circuit/i);
    assert.ok(text_of(answers).length > 40);
  });

  test('what was said survives a kill, and nothing is said twice', {timeout: 120_000}, async () => {
    const runner = state.world.runner(105);
    await runner.say('my left hamstring is sore, 3/10');
    await runner.say('3x8 wall rdl with 20 kg on both sides');
    const before = state.world.said_to(105).length;
    await pause(300);
    await state.world.stop('SIGKILL');
    await state.world.start();
    await pause(500);
    assert.equal(state.world.said_to(105).length, before);
    assert.match(text_of(await runner.say('how am I doing?')), /./);
  });

  test('SIGTERM is followed by leaving', {timeout: 60_000}, async () => {
    const began = Date.now();
    const {code} = await state.world.stop();
    assert.equal(code, 0, state.world.output);
    assert.ok(Date.now() - began < 8_000);
    await state.world.start();
  });

  test('every call followed Telegram\'s description', () => {
    assert.deepEqual(state.world.broken, []);
  });

  return state;
}
