// A reminder that falls due reaches an open page by itself. Waits for a real minute to come.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Hammy, Runner, answered, ask, launch_browser, said_by_hammy, zone_where_it_is} from './world.mjs';

// The start of the next minute that is far enough away to be asked for, on the runner's clock.
function minute_to_come(zone) {
  const at = new Date(Math.ceil((Date.now() + 15_000) / 60_000) * 60_000);
  return new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', timeZone: zone}).format(at);
}

test('a reminder rings at its minute, on the page and, when nobody looks, as a notification', {timeout: 180_000}, async () => {
  const zone = zone_where_it_is(15);  // an hour that is no morning: nobody asks which half of the day is meant
  const [hammy, browser] = await Promise.all([Hammy.create(), launch_browser()]);
  try {
    const runner = await Runner.meet(browser, hammy, {timezoneId: zone});
    await runner.context.addInitScript(() => {
      window.notes = [];
      window.Notification = class {
        static permission = 'granted';
        constructor(title, options) {
          window.notes.push([title, options.body]);
        }
      };
    });
    const page = await runner.open();
    const time = minute_to_come(zone);
    await ask(page, `remind me every day at ${time}`);
    assert.match((await said_by_hammy(page)).at(-1), new RegExp(time));
    const lines = (await said_by_hammy(page)).length;
    await page.evaluate(() => Object.defineProperty(document, 'hidden', {get: () => true}));

    await page.waitForFunction((known) => document.querySelectorAll('#log .hammy').length > known, lines, {timeout: 120_000});
    await answered(page);
    assert.ok((await page.locator('#log .hammy').last().locator('.chip').allTextContents()).includes('Snooze'));
    const notes = await page.evaluate(() => window.notes);
    assert.equal(notes.length, 1);
    assert.equal(notes[0][0], 'Hammy');
    assert.match(await page.title(), /^\(\d\) Hammy/);
    assert.deepEqual(runner.troubles, []);
  } finally {
    await browser.close();
    await hammy.destroy();
  }
});
