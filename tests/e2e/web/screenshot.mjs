// Draws the README's picture of the web chat from a real conversation: bot/web/screenshot.png.
//   node tests/e2e/web/screenshot.mjs            (needs what the tests need; --folder F keeps the single views too)
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Hammy, Runner, answered, ask, launch_browser, zone_where_it_is} from './world.mjs';

const kPicture = fileURLToPath(new URL('../../../bot/web/screenshot.png', import.meta.url));
const folder = process.argv.includes('--folder') ? process.argv[process.argv.indexOf('--folder') + 1] : null;
const kPhone = {viewport: {width: 390, height: 780}, deviceScaleFactor: 2, reducedMotion: 'reduce', timezoneId: zone_where_it_is(18)};

async function tap(page, label) {
  await page.locator('.chip', {hasText: label}).last().click();
  await answered(page);
}

const scenes = {
  circuit: {options: kPhone, play: (page) => ask(page, 'my hammy kills me after sitting, about a 4')},
  report: {options: {...kPhone, colorScheme: 'dark'}, async play(page) {
    const report = 'wall bridge 3x25s, leg lowers 2x10, pain 1';
    await ask(page, 'sore high up under the glute, maybe a 2');
    await ask(page, report);
    await tap(page, /^Left$/);
    await ask(page, 'remind me every morning at 7');
    await page.locator('.row.runner', {hasText: report}).evaluate((row) => (row.closest('main').scrollTop = row.offsetTop - 12));
  }},
  narrow: {options: {...kPhone, viewport: {width: 320, height: 568}}, play: (page) => ask(page, 'my hammy kills me after sitting, about a 4')},
  desktop: {options: {viewport: {width: 1280, height: 860}, timezoneId: zone_where_it_is(18)}, play: (page) => ask(page, 'stretching does not fix my tight hamstring')},
  desktop_dark: {options: {viewport: {width: 1280, height: 860}, timezoneId: zone_where_it_is(18), colorScheme: 'dark'}, play: (page) => ask(page, 'show me the strength circuit')},
};

async function draw(browser, hammy, {options, play}) {
  const runner = await Runner.meet(browser, hammy, options);
  const page = await runner.open();
  await play(page);
  await page.waitForTimeout(300);
  const picture = await page.screenshot();
  await runner.leave();
  return picture;
}

// Two phones side by side on a plain ground.
async function frame(browser, pictures) {
  const page = await browser.newPage({viewport: {width: 880, height: 860}, deviceScaleFactor: 1.5});
  const phones = pictures.map((picture) => `<img src="data:image/png;base64,${picture.toString('base64')}">`).join('');
  await page.setContent(`<style>body{margin:0;height:860px;display:flex;gap:36px;align-items:center;justify-content:center;background:#dfe7e2}
    img{width:390px;border-radius:28px;box-shadow:0 0 0 6px #22302d,0 12px 40px rgb(20 40 30/.25)}</style>${phones}`);
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

const hammy = await Hammy.create();
const browser = await launch_browser();
try {
  const wanted = folder ? Object.keys(scenes) : ['circuit', 'report'];
  const drawn = {};
  for (const name of wanted) drawn[name] = await draw(browser, hammy, scenes[name]);
  await writeFile(kPicture, await frame(browser, [drawn.circuit, drawn.report]));
  if (folder) {
    await mkdir(folder, {recursive: true});
    for (const [name, picture] of Object.entries(drawn)) await writeFile(join(folder, `${name}.png`), picture);
  }
} finally {
  await browser.close();
  await hammy.destroy();
}
