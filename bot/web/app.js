// The page: joins the line to Hammy (talk.js), the conversation on the page (log.js) and the box one writes in.
import {Log} from '/log.js';
import {Talk} from '/talk.js';
import {gist} from '/text.js';

const [scroller, root, busy, down, composer, say, status] =
  ['scroller', 'log', 'busy', 'down', 'composer', 'say', 'status'].map((id) => document.getElementById(id));
const kTitle = document.title;
const kNear = 80;  // pixels from the end within which the page follows the talk
const has_keyboard = matchMedia('(hover: hover) and (pointer: fine)').matches;

// ---- where one stands in the conversation ----
const at_end = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < kNear;

function go_to(top) {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  scroller.scrollTo({top, behavior: calm || !settled ? 'instant' : 'smooth'});
}

// An answer longer than the screen is read from its beginning, not from its end.
function follow(first) {
  const end = scroller.scrollHeight - scroller.clientHeight;
  const top = first ? Math.min(first.offsetTop - 12, end) : end;
  following = top > end - kNear;
  go_to(top);
  down.hidden = true;
}

// Only going up by oneself ends following: while a smooth scroll is on its way the end is out of view too.
scroller.addEventListener('scroll', () => {
  if (at_end()) down.hidden = following = true;
  else if (scroller.scrollTop < was_at - 1) following = false;
  was_at = scroller.scrollTop;
}, {passive: true});
down.onclick = () => (follow(), say.focus({preventScroll: true}));
new ResizeObserver(() => following && go_to(scroller.scrollHeight)).observe(scroller);

// ---- what happens ----
let settled = false;    // the history is on the page
let following = true;   // new lines scroll into view
let was_at = 0;
let unread = 0;
let thinking, late;

const log = new Log(root, (action, label, line) => post(talk.press(action, label, line)));

function post(item) {
  log.pend(item);
  follow();
}

function not_busy() {
  clearTimeout(thinking);
  busy.hidden = true;
}

const talk = new Talk({
  state(state) {
    clearTimeout(late);
    document.body.classList.toggle('offline', state !== 'open');
    if (state === 'open') return void (status.textContent = 'Your hamstring coach');
    not_busy();
    // A blink of the network is nobody's business; a lasting one is.
    late = setTimeout(() => (status.textContent = 'Offline. What you write waits here and goes out by itself.'), 1500);
  },
  busy() {
    clearTimeout(thinking);
    thinking = setTimeout(() => (busy.hidden = false, following && go_to(scroller.scrollHeight)), 150);
  },
  reset: () => log.clear(),
  heard: (id) => (not_busy(), log.settle(id)),
  error(sentence, id) {
    not_busy();
    log.settle(id);
    log.notice(sentence);
    follow();
  },
  lines(lines, more) {
    const rows = lines.map((line) => log.add(line)).filter(Boolean);
    const news = lines.filter((line) => line.from === 'hammy');
    if (news.length) not_busy();
    if (settled) arrived(news);
    if (settled && news.some((line) => line.reminder_set)) offer_notifications();
    if (!settled) follow();
    else if (following) follow(rows.find((row) => row.matches('.hammy'))?.previousElementSibling);
    else if (news.length) down.hidden = false;
    if (!more && !settled) {
      settled = true;
      root.removeAttribute('aria-busy');
    }
  },
});

// ---- when nobody looks ----
const can_notify = () => 'Notification' in window && Notification.permission === 'granted';

function arrived(news) {
  if (!document.hidden || !news.length) return;
  unread += news.length;
  document.title = `(${unread}) ${kTitle}`;
  if (!can_notify()) return;
  try {
    const note = new Notification('Hammy', {body: gist(news.at(-1).text), icon: '/icon.svg', tag: 'hammy'});
    note.onclick = () => (window.focus(), note.close());
  } catch {
    // Android's Chrome wants a service worker for this; the title still tells.
  }
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  unread = 0;
  document.title = kTitle;
  log.rename_days();
});

// Asked for only when there is a reason: the runner has just set a reminder.
function offer_notifications() {
  if (!('Notification' in window) || Notification.permission !== 'default' || localStorage.getItem('hammy.quiet')) return;
  const quiet = () => (localStorage.setItem('hammy.quiet', '1'), say.focus());
  log.notice('Reminders appear here. Shall this browser also nudge you while the page is in the background?',
    {label: 'Yes, nudge me', then: () => Notification.requestPermission().finally(() => say.focus())}, {label: 'No, thanks', then: quiet});
}

// ---- the box one writes in ----
function grow() {
  say.style.height = 'auto';
  say.style.height = `${say.scrollHeight}px`;
  composer.classList.toggle('empty', !say.value.trim());
}

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = say.value.trim();
  if (text) post(talk.say(text));
  say.value = '';
  grow();
  say.focus();
});

say.addEventListener('input', grow);
say.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});

// Whoever just starts typing means the box.
addEventListener('keydown', (event) => {
  if (event.target.closest?.('textarea, input') || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape' || (event.key.length === 1 && event.key !== ' ')) say.focus();
});

composer.hidden = false;
grow();
if (has_keyboard) say.focus();
talk.queue.forEach((item) => log.pend(item));
talk.open();
