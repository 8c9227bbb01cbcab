// The web chat end to end: the real binary, a real browser.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {after, before, test} from 'node:test';
import {Hammy, Runner, answered, ask, conversation, launch_browser, said_by_hammy, said_by_runner, say} from './world.mjs';

const kHurts = 'my hammy kills me after sitting, about a 4';
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let hammy, browser;

before(async () => {
  [hammy, browser] = await Promise.all([Hammy.create(), launch_browser()]);
});
after(async () => {
  await browser?.close();
  await hammy?.destroy();
});

// A test with a runner of its own, whose pages must have behaved.
function scene(name, play, options) {
  test(name, {timeout: 60_000}, async () => {
    const runner = await Runner.meet(browser, hammy, options);
    try {
      await play(runner);
      assert.deepEqual(runner.troubles, []);
    } finally {
      await runner.leave();
    }
  });
}

scene('Hammy greets a first-time visitor without being spoken to', async (runner) => {
  const page = await runner.open();
  assert.match((await said_by_hammy(page))[0], /Hammy/);
  assert.deepEqual(await said_by_runner(page), []);
});

scene('who describes the pain gets a circuit with doses and buttons', async (runner) => {
  const page = await runner.open();
  await ask(page, kHurts);
  assert.deepEqual(await said_by_runner(page), [kHurts]);
  const circuit = page.locator('.circuit').last();
  assert.deepEqual(await circuit.locator('li').evaluateAll((items) => items.map((item) => item.querySelector('.dose').textContent)),
    ['2 × 10 each side', '3 × 20–30 s hold']);
  assert.ok(await circuit.locator('h2').textContent());
  assert.ok((await page.locator('.chip').allTextContents()).includes('Done'));
});

scene('a reload keeps the conversation, a second visit greets nobody twice', async (runner) => {
  const page = await runner.open();
  await ask(page, kHurts);
  const before_reload = await conversation(page);
  await page.reload();
  await page.locator('.circuit').first().waitFor();
  assert.deepEqual(await conversation(page), before_reload);
  const later = await runner.open();
  assert.deepEqual(await conversation(later), before_reload);
});

scene('a restart of the server, killed without warning, keeps the conversation', async (runner) => {
  const page = await runner.open();
  await ask(page, kHurts);
  const before_restart = await conversation(page);
  await hammy.restart('SIGKILL');
  await page.reload();
  await page.locator('.circuit').first().waitFor();
  assert.deepEqual(await conversation(page), before_restart);
  await ask(page, 'done');
  assert.equal((await said_by_runner(page)).at(-1), 'done');
});

scene('everything works by keyboard', async (runner) => {
  const page = await runner.open();
  await page.keyboard.press('Tab');  // from wherever the page put the focus
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.type('m');     // whoever starts to type is in the box
  await page.keyboard.type('y hamstring hurts low, 3 of 10');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('since Sunday');
  await page.keyboard.press('Enter');
  await answered(page);
  assert.deepEqual(await said_by_runner(page), ['my hamstring hurts low, 3 of 10\nsince Sunday']);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'say');

  // Back from the box to the newest buttons, and one of them by the space bar.
  await page.keyboard.press('Shift+Tab');
  const label = await page.evaluate(() => document.activeElement.matches('.chip') && document.activeElement.textContent);
  assert.ok(label);
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
  await page.keyboard.press('Space');
  await answered(page);
  assert.equal((await said_by_runner(page)).at(-1), label);
});

scene('a tap is logged, chosen on the page, and still chosen after a reload', async (runner) => {
  const page = await runner.open();
  await ask(page, kHurts);
  const done = page.locator('.chip', {hasText: /^Done$/}).last();
  await done.click();
  await answered(page);
  assert.equal(await done.getAttribute('aria-pressed'), 'true');
  assert.equal((await said_by_runner(page)).at(-1), 'Done');
  const after_tap = await conversation(page);
  await done.click();  // a chosen button is no button any more
  await page.reload();
  await page.locator('.circuit').first().waitFor();
  assert.deepEqual(await conversation(page), after_tap);
});

scene('a message written while the server is down waits, and arrives once', async (runner) => {
  const page = await runner.open();
  await ask(page, kHurts);
  await hammy.stop('SIGKILL');
  await say(page, 'wall bridge 3x20s, pain 2');
  await page.getByText(/waits here/).waitFor();
  assert.equal((await conversation(page)).at(-1).waiting, true);
  await page.reload().catch(() => {});  // the page itself cannot come: what waits must not be lost with it
  await hammy.start();
  await page.goto(hammy.url);
  await page.locator('.circuit').first().waitFor();
  await answered(page);
  await page.reload();
  await page.locator('.circuit').first().waitFor();
  assert.deepEqual(await said_by_runner(page), [kHurts, 'wall bridge 3x20s, pain 2']);
});

scene('a page comes back by itself when the server does', async (runner) => {
  const page = await runner.open();
  await hammy.stop();
  await say(page, kHurts);
  await page.getByText(/waits here/).waitFor();
  await hammy.start();
  await answered(page);
  assert.deepEqual(await said_by_runner(page), [kHurts]);
  assert.equal(await page.locator('.circuit').count(), 1);
  await page.getByText('Your hamstring coach').waitFor();
});

scene('a message whose confirmation was lost is sent again and recorded once', async (runner) => {
  let lost = 0;
  await runner.context.routeWebSocket(/\/ws$/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((frame) => {
      if (!JSON.parse(frame).heard || lost > 0) return socket.send(frame);
      lost += 1;
      server.close();
      socket.close({code: 1001});
    });
  });
  const page = await runner.open();
  await say(page, kHurts);
  await page.waitForFunction(() => sessionStorage.getItem('hammy.unsent') === '[]');
  await page.reload();
  await page.locator('.circuit').first().waitFor();
  assert.equal(lost, 1);
  assert.deepEqual(await said_by_runner(page), [kHurts]);
  assert.equal(await page.locator('.circuit').count(), 1);
});

scene('what looks like markup shows as text', async (runner) => {
  const page = await runner.open();
  const attack = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script> **bold** &amp;';
  await ask(page, attack);
  await page.reload();
  await page.locator('#log .runner').first().waitFor();
  assert.deepEqual(await said_by_runner(page), [attack]);
  assert.equal(await page.locator('#log img, #log script, #log .runner strong').count(), 0);
  assert.doesNotMatch(await page.title(), /owned/);
});

scene('whatever arrives on the line, it is answered kindly or closed, and the talk goes on', async (runner) => {
  const page = await runner.open();
  const answer_to = (frame) => page.evaluate((text) => new Promise((resolve) => {
    const socket = new WebSocket(location.origin.replace(/^http/, 'ws') + '/ws');
    socket.onopen = () => socket.send(text === null ? new Uint8Array([1, 2, 3]) : text);
    socket.onmessage = ({data}) => {
      const [kind] = Object.keys(JSON.parse(data));
      if (kind === 'heard' || kind === 'error') resolve(kind), socket.close();
    };
    socket.onclose = ({code}) => resolve(code);
  }), frame);
  const say_it = (text) => JSON.stringify({say: text, id: `bad-frame-${text.length}`});
  for (const nonsense of ['nonsense', '', '{}', '[]', '{"say":"no id"}', say_it('   '), '{"hello":[]}', '{"press":7,"id":"bad-frame-7"}'])
    assert.equal(await answer_to(nonsense), 'error', nonsense);
  assert.equal(await answer_to(say_it('x'.repeat(16 * 1024 + 1))), 'error');
  // 1009, unless the reset for what is still unread overtakes it.
  assert.ok([1009, 1006].includes(await answer_to('x'.repeat(33 * 1024))));
  assert.equal(typeof (await answer_to(null)), 'number');  // binary: closed
  assert.equal(await answer_to(say_it('🦵'.repeat(4096))), 'heard');
  await ask(page, kHurts);
  assert.equal(await page.locator('.circuit').count(), 1);
});

scene('two tabs stay in step', async (runner) => {
  const one = await runner.open();
  const other = await runner.open();
  await ask(one, kHurts);
  await other.locator('.circuit').waitFor();
  await other.locator('.chip', {hasText: /^Done$/}).last().click();
  await answered(other);
  await one.waitForFunction((count) => document.querySelectorAll('#log .row').length === count, await other.locator('#log .row').count());
  assert.deepEqual(await conversation(one), await conversation(other));
  assert.equal(await one.locator('.chip', {hasText: /^Done$/}).last().getAttribute('aria-pressed'), 'true');
});

scene('who asks to be forgotten is forgotten in every tab, and stays so', async (runner) => {
  const page = await runner.open();
  const other = await runner.open();
  await ask(page, kHurts);
  await ask(page, 'forget me');
  await page.locator('.chip', {hasText: /^Yes, erase it$/}).last().click();
  for (const tab of [page, other]) {
    await tab.waitForFunction(() => document.querySelectorAll('#log .row').length === 1);
    assert.equal(await tab.locator('.circuit').count(), 0);
  }
  const farewell = await conversation(page);
  await page.reload();
  await page.locator('#log .row').first().waitFor();
  assert.deepEqual(await conversation(page), farewell);
  await ask(page, kHurts);  // and may begin anew
  assert.equal(await page.locator('.circuit').count(), 1);
});

scene('the own data comes as a file', async (runner) => {
  const page = await runner.open();
  await ask(page, kHurts);
  await ask(page, 'export my data');
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a.file').click()]);
  assert.match(download.suggestedFilename(), /\.json$/);
  assert.match(JSON.stringify(JSON.parse(await readFile(await download.path(), 'utf8'))), /kills me after sitting/);
});

scene('two runners do not see each other', async (runner) => {
  const page = await runner.open();
  await ask(page, kHurts);
  const stranger = await Runner.meet(browser, hammy);
  const other = await stranger.open();
  assert.deepEqual(await said_by_runner(other), []);
  await stranger.leave();
});

scene('the page offers to nudge only once a reminder is set, and takes no for an answer', async (runner) => {
  // Headless Chromium denies notifications from the start: the page is to meet a browser that has not been asked yet.
  await runner.context.addInitScript(() => Object.defineProperty(Notification, 'permission', {get: () => 'default'}));
  const page = await runner.open();
  assert.equal(await page.locator('.notice').count(), 0);
  await say(page, 'remind me every morning at 7');
  await page.locator('.notice .chip').first().waitFor();
  await page.locator('.notice .chip').last().click();
  assert.equal(await page.locator('.notice').count(), 0);
});

for (const [name, options] of [['a narrow phone', {viewport: {width: 320, height: 568}}],
  ['a phone in the dark', {viewport: {width: 390, height: 844}, colorScheme: 'dark'}],
  ['a wide screen', {viewport: {width: 1280, height: 860}}]]) {
  scene(`${name} shows everything, within its width and readable to everyone`, async (runner) => {
    const page = await runner.open();
    await ask(page, kHurts);
    await page.locator('.chip', {hasText: /^Done$/}).last().click();
    await answered(page);
    const sizes = await page.evaluate(() => ({wide: document.documentElement.scrollWidth <= innerWidth && document.querySelector('main').scrollWidth <= innerWidth,
      small: [...document.querySelectorAll('button:not([hidden])')].filter((button) => button.offsetHeight < 44 || button.offsetWidth < 44).map((button) => button.textContent)}));
    assert.deepEqual(sizes, {wide: true, small: []});
    await page.waitForTimeout(400);  // colours are judged at rest
    await page.evaluate(axe);
    const {violations} = await page.evaluate(() => window.axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']}));
    assert.deepEqual(violations.map(({id, nodes}) => [id, nodes.map((node) => node.target.join(' '))]), []);
  }, {...options, reducedMotion: 'reduce'});
}

test('without JavaScript the page says kindly what it needs', async () => {
  const runner = await Runner.meet(browser, hammy, {javaScriptEnabled: false});
  const page = await runner.context.newPage();
  await page.goto(hammy.url);
  assert.ok(await page.getByText(/needs JavaScript/).isVisible());
  assert.equal(await page.locator('#composer').isVisible(), false);
  await runner.leave();
});
