// The conversation as it stands on the page: days, bubbles, circuit cards, buttons, and what still waits to be sent.
import {gist, node, plain, rich} from '/text.js';

const kTogether = 120;  // seconds within which lines of one side share one time stamp

const clock = new Intl.DateTimeFormat([], {hour: '2-digit', minute: '2-digit'});
const weekday = new Intl.DateTimeFormat([], {weekday: 'long', day: 'numeric', month: 'long'});

function day_name(date) {
  const start = (d) => new Date(d.getFullYear(), d.getMonth(), d.getDate());
  const days = Math.round((start(new Date()) - start(date)) / 86400000);
  return days === 0 ? 'Today' : days === 1 ? 'Yesterday' : weekday.format(date);
}

export class Log {
  // press(action, label, line id) is called when a runner taps a button.
  constructor(root, press) {
    this.root = root;
    this.press = press;
    this.waiting = new Map();  // id → row of a message that Hammy has not heard yet
    this.seen = new Set();
    this.last = null;  // the newest confirmed line: {from, at, row, day}
  }

  add(line) {
    if (this.seen.has(line.id)) return null;
    this.seen.add(line.id);
    const ours = line.from === 'runner' && this.#adopt(line);
    const row = ours || this.#row(line);
    this.#place(line, row);
    if (line.from === 'runner' && !ours) this.#choose(line.text);
    if (line.from === 'runner') this.#quieten();
    return row;
  }

  // Shows at once what was just typed or tapped, before Hammy has it.
  pend(item) {
    const text = item.say ?? item.label;
    const row = this.#row({from: 'runner', text, at: Date.now() / 1000});
    row.classList.add('waiting');
    row.dataset.text = text;
    this.waiting.set(item.id, row);
    this.root.append(row);
    if (item.press) this.#choose(text);
    this.#quieten();
    return row;
  }

  settle(id) {
    this.waiting.get(id)?.remove();
    this.waiting.delete(id);
  }

  notice(text, ...choices) {
    const before = this.root.lastElementChild;
    if (before?.matches('.notice') && before.textContent === text) return before;
    const row = node('div', {class: 'notice'}, node('p', {}, text));
    for (const {label, then} of choices) {
      const button = node('button', {type: 'button', class: 'chip'}, label);
      button.onclick = () => (row.remove(), then());
      row.append(button);
    }
    this.root.append(row);
    return row;
  }

  // The history is gone: what is not yet sent is all that stays.
  clear() {
    this.root.replaceChildren(...this.waiting.values());
    this.seen.clear();
    this.last = null;
  }

  rename_days() {
    for (const line of this.root.querySelectorAll('.day')) line.textContent = day_name(new Date(line.dataset.at * 1000));
  }

  // A message of this tab that comes back as a line: the same bubble, now on record.
  #adopt(line) {
    for (const [id, row] of this.waiting) {
      if (row.dataset.text !== line.text) continue;
      this.waiting.delete(id);
      row.classList.remove('waiting');
      return row;
    }
    return null;
  }

  #place(line, row) {
    const date = new Date(line.at * 1000);
    const day = date.toDateString();
    const first_waiting = this.waiting.values().next().value ?? null;
    if (this.last?.day !== day) {
      this.root.insertBefore(node('div', {class: 'day', 'data-at': line.at}, day_name(date)), first_waiting);
    } else if (this.last.from === line.from && line.at - this.last.at < kTogether) {
      this.last.row.classList.add('joined');
    }
    this.root.insertBefore(row, first_waiting);
    this.last = {from: line.from, at: line.at, row, day};
  }

  #row(line) {
    const mine = line.from === 'runner';
    const date = new Date(line.at * 1000);
    const bubble = node('div', {class: 'bubble', 'data-circuit': line.circuit},
      node('span', {class: 'unseen'}, mine ? 'You: ' : 'Hammy: '), mine ? plain(line.text) : rich(line.text));
    if (line.chart) bubble.firstElementChild.after(this.#chart(line));
    if (line.document) bubble.append(this.#document(line.document));
    const row = node('article', {class: `row ${mine ? 'runner' : 'hammy'}`}, bubble);
    if (line.buttons?.length) row.append(this.#buttons(line));
    row.append(node('time', {datetime: date.toISOString()}, clock.format(date)));
    return row;
  }

  #buttons(line) {
    const scale = line.buttons.every(({label}) => /^\d{1,2}$/.test(label));
    const group = node('div', {class: scale ? 'chips scale' : 'chips', role: 'group', 'aria-label': `Answers to: ${gist(line.text)}`});
    for (const {label, id} of line.buttons) {
      const button = node('button', {type: 'button', class: 'chip', 'aria-pressed': 'false'}, label);
      button.onclick = () => button.getAttribute('aria-pressed') === 'true' || this.press(id, label, line.id);
      group.append(button);
    }
    return group;
  }

  // The newest button of that name is the one that was tapped, here, in another tab or before a reload.
  #choose(label) {
    const open = [...this.root.querySelectorAll('.chip[aria-pressed="false"]')].slice(-60).reverse();
    const button = open.find((chip) => chip.textContent === label);
    if (!button) return;
    button.setAttribute('aria-pressed', 'true');
    button.parentElement.classList.add('answered');
  }

  // Once the talk has gone on, an open question steps back (it can still be answered); a circuit's buttons stay at hand.
  #quieten() {
    for (const group of this.root.querySelectorAll('.chips:not(.answered)'))
      if (!group.parentElement.querySelector('.circuit')) group.classList.add('answered');
  }

  // Drawn by the server, once for a light page and once for a dark one.
  #chart(line) {
    const source = `/chart/${line.id}`;
    return node('picture', {class: 'chart'}, node('source', {srcset: `${source}?dark`, media: '(prefers-color-scheme: dark)'}),
      node('img', {src: source, alt: line.chart, width: 1200, height: 870}));
  }

  #document({name, content}) {
    const link = node('a', {class: 'file', download: name, href: URL.createObjectURL(new Blob([content]))});
    link.append(node('span', {'aria-hidden': 'true'}, '⤓ '), `Save ${name}`);
    return link;
  }
}
